/** What .vscode offers must exist: an entry that fails is worse than none. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { datasets } from "../../src/datasets/index.js";
import { demos, sides } from "../../src/demos/index.js";
import { simulatedTerminal } from "../cli/support.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, "utf8");

interface Task {
  readonly label: string;
  readonly command: string;
}
interface Launch {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}
interface Input {
  readonly id: string;
}

const { tasks, inputs } = JSON.parse(read(".vscode/tasks.json")) as {
  tasks: readonly Task[];
  inputs: readonly Input[];
};
const launch = JSON.parse(read(".vscode/launch.json")) as {
  configurations: readonly Launch[];
  inputs: readonly Input[];
};

/** Whether `tidemark` has this command with these flags: its help names each of them. */
async function isOffered(words: readonly string[]): Promise<boolean> {
  const firstFlag = words.findIndex((word) => word.startsWith("--"));
  const plain = firstFlag < 0 ? words : words.slice(0, firstFlag);
  const { code, out } = await simulatedTerminal().run([...plain, "--help"].join(" "));
  const known: Record<string, readonly string[]> = {
    run: [...demos.map(({ lesson }) => lesson), ...sides.map(({ name }) => name)],
    produce: datasets.map(({ name }) => name),
  };
  const [command = "", name = ""] = plain;
  if (known[command]?.includes(name) === false) return false;
  const flags = words.filter((word) => word.startsWith("--"));
  const usage = out[0] ?? "";
  // For a command that there is not, the help is that of the command above it.
  if (!usage.startsWith(`Usage: tidemark ${command}`) || usage.includes("[command]")) return false;
  return code === 0 && flags.every((flag) => out.some((line) => line.includes(`${flag} `)));
}

describe("the tasks of VS Code", () => {
  const tidemark = tasks.filter(({ command }) => command.startsWith("npx tidemark "));

  it.each(tidemark.map(({ label, command }) => [label, command]))("%s: the command knows %s", async (_, command) => {
    const words = command.split(" ").slice(2);
    expect(await isOffered(words)).toBe(true);
  });

  it.each(tasks.filter((task) => !tidemark.includes(task)).map(({ label, command }) => [label, command]))(
    "%s: %s is a script of this package, or compose with this file",
    (_, command) => {
      const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
      const [program, script = ""] = command.split(" ");
      if (program === "docker") expect(existsSync(`${root}docker-compose.yml`)).toBe(true);
      else expect([program, Object.keys(scripts)]).toEqual(["npm", expect.arrayContaining([script])]);
    },
  );

  it("has one for each demo: add yours to .vscode/tasks.json", () => {
    const run = tasks.map(({ command }) => /^npx tidemark run (\d\d-\S+) --on \$\{input:on\}$/.exec(command)?.[1]);
    expect(run.filter((lesson) => lesson !== undefined)).toEqual(demos.map(({ lesson }) => lesson));
  });

  it("asks only for inputs that it declares", () => {
    const asked = [...read(".vscode/tasks.json").matchAll(/\$\{input:(\w+)\}/g)].map(([, id]) => id);
    expect([...new Set(asked)].sort()).toEqual(inputs.map(({ id }) => id).sort());
  });
});

describe("what these tests ask", () => {
  it.each(["run 99-nothing --on sim", "run 01-two-clocks --sail", "produce nothing", "sing", "topics sink"])(
    "refuses %s",
    async (line) => {
      expect(await isOffered(line.split(" "))).toBe(false);
    },
  );
});

describe("the launch entries of VS Code", () => {
  it.each(launch.configurations.map(({ name, program, args }) => [name, program, args] as const))(
    "%s: its program is there, and knows its arguments",
    async (_, program, args) => {
      const path = program.replace(/^.*\}\//, "");
      expect(existsSync(`${root}${path}`)).toBe(true);
      if (path === "tools/tidemark.mjs") expect(await isOffered(args)).toBe(true);
      else expect([path, args[0]]).toEqual(["tools/debug.mjs", `\${file}`]);
    },
  );

  it("has a debugger for exercises whose source maps are where the compiler leaves them", () => {
    expect(read(".vscode/launch.json")).toContain("/.tidemark/debug/**/*.js");
    expect(read("src/grading/debug-exercise.ts")).toContain('".tidemark/debug"');
  });
});
