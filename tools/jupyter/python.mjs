// The private Python environment in which JupyterLab runs.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EnvironmentError } from "../bootstrap/errors.mjs";
import { capture, runStep } from "../bootstrap/step.mjs";

const oldest = [3, 10];

const without = `Without it:
  read and do it all      npx tidemark site, then open dist-site/index.html in a browser
  read the lessons        notebooks/*.ipynb, with their outputs, in any editor or on the repository's page
  run a lesson            npm run notebooks -- --print notebooks/04-watermarks.ipynb
  do the exercises        npm test exercises 04`;

/**
 * Makes the environment below tools/jupyter, with exactly what requirements.txt pins; does nothing when it is there.
 *
 * @param {string} folder tools/jupyter
 * @returns {Promise<string>} the path of its Python
 * @throws EnvironmentError where there is neither uv nor a Python that will do, or where the packages cannot be had
 */
export async function ensurePython(folder) {
  const venv = join(folder, ".venv");
  const python = process.platform === "win32" ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");
  const requirements = join(folder, "requirements.txt");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const stamp = join(venv, "requirements-hash.txt");
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return python;

  rmSync(venv, { recursive: true, force: true });
  try {
    if (await hasUv()) await makeWithUv(folder, venv, python, requirements);
    else await makeWithPip(venv, python, requirements);
  } catch (error) {
    rmSync(venv, { recursive: true, force: true });
    throw error;
  }
  writeFileSync(stamp, wanted);
  return python;
}

async function hasUv() {
  return (await capture("uv", ["--version"])).code === 0;
}

/**
 * @param {string} folder
 * @param {string} venv
 * @param {string} python
 * @param {string} requirements
 */
async function makeWithUv(folder, venv, python, requirements) {
  const env = {
    ...process.env,
    UV_NO_CACHE: "1", // its cache would lie outside of the clone
    UV_PYTHON_INSTALL_DIR: join(folder, ".state", "python"), // where uv brings a Python along, it stays in the clone
  };
  const version = `>=${oldest.join(".")}`;
  await step("making a Python environment (uv)", "uv", ["venv", "--no-project", "--python", version, venv], env);
  const install = ["pip", "install", "--python", python, "--require-hashes", "--requirements", requirements];
  await step("installing JupyterLab (uv)", "uv", install, env);
}

/**
 * @param {string} venv
 * @param {string} python
 * @param {string} requirements
 */
async function makeWithPip(venv, python, requirements) {
  const system = await findPython();
  if (!system) {
    throw new EnvironmentError(
      `JupyterLab needs Python ${oldest.join(".")} or later, or uv; neither was found on the PATH. To get one:
  Debian, Ubuntu          apt install python3 python3-venv
  macOS                   brew install python
  Windows                 winget install Python.Python.3.13
  any of them             uv, a single program that brings Python along
${without}`,
    );
  }
  const env = { ...process.env, PIP_NO_CACHE_DIR: "1", PIP_DISABLE_PIP_VERSION_CHECK: "1", PYTHONNOUSERSITE: "1" };
  const [command = "", ...args] = system;
  const made = await runStep("making a Python environment", command, [...args, "-m", "venv", venv], { env });
  if (made.code !== 0) {
    throw new EnvironmentError(
      `${system.join(" ")} cannot make a virtual environment:\n${made.output.trim()}\nTry: apt install python3-venv (Debian, Ubuntu), or install uv.\n${without}`,
    );
  }
  const install = ["-m", "pip", "install", "--require-hashes", "--no-deps", "-r", requirements];
  await step("installing JupyterLab (pip; half a minute, once)", python, install, env);
}

/**
 * The first Python on the PATH that is new enough.
 *
 * @returns {Promise<string[] | null>} the command and its first arguments
 */
async function findPython() {
  const script = `import sys; sys.exit(0 if sys.version_info >= (${oldest.join(", ")}) else 1)`;
  const candidates = [
    ["python3"],
    ["python"],
    ["py", "-3"],
    ...[14, 13, 12, 11, 10].map((minor) => [`python3.${minor}`]),
  ];
  for (const [command = "", ...args] of candidates) {
    if ((await capture(command, [...args, "-c", script])).code === 0) return [command, ...args];
  }
  return null;
}

/**
 * @param {string} title
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function step(title, command, args, env) {
  const result = await runStep(title, command, args, { env });
  if (result.code === 0) return;
  throw new EnvironmentError(
    `${title} failed (exit code ${result.code}):\n${result.output.trim()}\nTry: is the Python package index reachable?\n${without}`,
  );
}
