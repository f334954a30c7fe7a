// What every command of the kit does first: install what the lockfile says, and build, each only when it has changed.
// It needs nothing but Node and the npm beside it, so that a bare clone has no step before `npm start` and `npm test`.
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, isBuilt } from "./bootstrap/build.mjs";
import { EnvironmentError, exitCode, UsageError } from "./bootstrap/errors.mjs";
import { install, isInstalled } from "./bootstrap/install.mjs";
import { withLock } from "./bootstrap/lock.mjs";
import { checkNode } from "./bootstrap/node-version.mjs";

/** The folder of the clone. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Makes the clone ready to run; does nothing, in a fraction of a second, when it already is.
 *
 * @param {{ jupyter?: boolean, root?: string }} [options] `jupyter` also installs the notebook kernel (tools/jupyter)
 * @returns {Promise<void>}
 * @throws EnvironmentError when Node is too old or a package cannot be installed; Error when the sources do not compile
 */
export async function bootstrap(options = {}) {
  const folder = options.root ?? root;
  checkNode(folder);
  const kernel = join(folder, "tools", "jupyter");
  const ready = () => isInstalled(folder) && (!options.jupyter || isInstalled(kernel)) && isBuilt(folder);
  if (ready()) return;
  await withLock(join(folder, ".tidemark", "bootstrap.lock"), async () => {
    if (!isInstalled(folder)) await install(folder, "packages");
    if (options.jupyter && !isInstalled(kernel)) await install(kernel, "the notebook kernel");
    if (!isBuilt(folder)) await build(folder);
  });
}

/**
 * Runs a command's main function and turns what it throws into a message and an exit code.
 *
 * @param {() => Promise<number | undefined>} main resolves to the exit code; 0 when it resolves to nothing
 */
export async function runCommand(main) {
  endWithNpm();
  endWithReader();
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const expected =
      error instanceof EnvironmentError ||
      error instanceof UsageError ||
      (error instanceof Error && error.name === "BuildError");
    process.stderr.write(`\n${expected ? /** @type {Error} */ (error).message : describe(error)}\n`);
    process.exitCode = exitCode(error);
  }
}

/** Output into a pipe that nobody reads any more (`| head`) ends the command quietly, unless it has its own way. */
function endWithReader() {
  process.stdout.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code !== "EPIPE") throw error;
    if (process.stdout.listenerCount("error") > 1) return;
    // Whoever handles a request to end also ends what it has started.
    if (!process.emit("SIGTERM", "SIGTERM")) process.exit(0);
  });
}

/** A signal to npm ends npm and its shell, but does not reach the script: it notices that they are gone. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return;
  const parent = process.ppid;
  const look = () => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
  };
  setInterval(look, 500).unref();
}

/** @param {unknown} error */
function describe(error) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runCommand(async () => {
    await bootstrap({ jupyter: process.argv.includes("--jupyter") });
    return 0;
  });
}
