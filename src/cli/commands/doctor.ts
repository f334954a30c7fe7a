import { execFile } from "node:child_process";
import { promisify, stripVTControlCharacters } from "node:util";
import { Command } from "commander";
import { CommandError, type Context, exitCode } from "../context.js";
import { fit } from "../fit.js";

const run = promisify(execFile);

/** One thing that a part of the course needs. */
interface Finding {
  readonly name: string;
  readonly found: string | null;
  /** What it is for, and how to get it. */
  readonly otherwise: string;
  readonly required: boolean;
}

/** `tidemark doctor`: what is there, what is missing, and what that means. */
export function doctorCommand(context: Context): Command {
  return new Command("doctor")
    .description("see what is there, what is missing, and how to get it")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark doctor")
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await Promise.all([node(), python(), java(), maven(), docker(), broker(), variables()]);
      if (json) context.out(JSON.stringify(findings));
      else for (const finding of findings) for (const line of described(finding).flatMap(fit)) context.out(line);
      const missing = findings.filter(({ found, required }) => required && found === null);
      if (missing.length > 0)
        throw new CommandError(exitCode.environment, `needed: ${missing.map(({ name }) => name).join(", ")}`);
    });
}

const described = ({ name, found, otherwise }: Finding): string[] =>
  found === null ? [`missing  ${name}`, `         ${otherwise}`] : [`ok       ${name}: ${found}`];

async function node(): Promise<Finding> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const good = major > 20 || (major === 20 && minor >= 19);
  return {
    name: "Node.js",
    found: good ? process.versions.node : null,
    otherwise: `20.19 or later is needed, this is ${process.versions.node}: https://nodejs.org`,
    required: true,
  };
}

const python = async (): Promise<Finding> => ({
  name: "Python 3",
  found: (await version("python3", "--version")) ?? (await version("python", "--version")),
  otherwise:
    "for JupyterLab: https://www.python.org; without it the lessons can be read, and run by `npm run notebooks`",
  required: false,
});

const java = async (): Promise<Finding> => ({
  name: "Java",
  found: await version("java", "-version"),
  otherwise: "17 or later, with Maven, for a real broker without Docker: https://adoptium.net",
  required: false,
});

const maven = async (): Promise<Finding> => ({
  name: "Maven",
  found: await version("mvn", "--version"),
  otherwise: "for a real broker without Docker: https://maven.apache.org",
  required: false,
});

const docker = async (): Promise<Finding> => ({
  name: "Docker engine",
  found: await version("docker", "version", "--format", "{{.Server.Version}}"),
  otherwise: "for a real broker, where you prefer it to Java and Maven: https://docs.docker.com/get-docker",
  required: false,
});

async function broker(): Promise<Finding> {
  const { brokerStatus } = await import("../../kafka/index.js");
  const status = await brokerStatus();
  return {
    name: "Kafka broker",
    found: status.answers ? status.name : null,
    otherwise:
      status.kind === "none"
        ? "npx tidemark kafka up; until then everything runs on the simulation"
        : `${status.name} does not answer`,
    required: false,
  };
}

/** What the environment and .env set; of passwords and the like only that they are set. */
async function variables(): Promise<Finding> {
  const { environment } = await import("../../kafka/index.js");
  const set = environment();
  const known = Object.keys(set).filter(
    (name) => set[name] && /^(BOOTSTRAP_SERVERS|KAFKA_\w+|TOPIC|GROUP)$/.test(name),
  );
  const shown = known.sort().map((name) => (/PASSWORD|USERNAME/.test(name) ? name : `${name}=${set[name]}`));
  return {
    name: "settings",
    found: shown.length > 0 ? shown.join(" ") : "none, and none needed; .env.example says what there is",
    otherwise: "",
    required: false,
  };
}

/** The first line that a program says of its version; `null` when it is not there or does not answer. */
async function version(program: string, ...words: string[]): Promise<string | null> {
  try {
    // npm's and Maven's commands are scripts on Windows, which only a shell can start
    const { stdout, stderr } = await run(program, words, { timeout: 10_000, shell: process.platform === "win32" });
    const [first = ""] = stripVTControlCharacters(`${stdout}${stderr}`).trim().split("\n");
    return first.trim() || null;
  } catch {
    return null;
  }
}
