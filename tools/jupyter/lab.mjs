// JupyterLab with this repository's kernel and settings, and with all its state inside the clone.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * @typedef {object} Lab
 * @property {string} url with the access token
 * @property {Promise<boolean>} ready resolves once it answers; to false where it ended before
 * @property {Promise<{ code: number, asked: boolean }>} ended `asked` is false where it ended by itself
 * @property {() => void} stop ends it and its kernels
 */

/**
 * Starts JupyterLab.
 *
 * @param {object} options
 * @param {string} options.root the clone, which JupyterLab shows
 * @param {string} options.python the Python of its environment
 * @param {string} options.open what it opens first, a path below the root with forward slashes
 * @param {boolean} options.browser whether it also opens a browser
 * @returns {Promise<Lab>}
 */
export async function startLab({ root, python, open, browser }) {
  const folder = join(root, "tools", "jupyter");
  const state = join(folder, ".state");
  const port = await freePort(8888);
  const token = randomBytes(24).toString("hex");
  const path = `/lab/tree/${open.split("/").map(encodeURIComponent).join("/")}`;
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`, // the kernel starts "node": this one
    JUPYTER_PATH: folder,
    JUPYTER_CONFIG_PATH: join(folder, "config"),
    JUPYTER_CONFIG_DIR: join(state, "config"),
    JUPYTER_DATA_DIR: join(state, "data"),
    JUPYTER_RUNTIME_DIR: join(state, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(state, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(state, "workspaces"),
    IPYTHONDIR: join(state, "ipython"),
    JUPYTER_TOKEN: token,
    PYTHONNOUSERSITE: "1",
    PYTHONPATH: "",
  };
  const args = [
    "-m",
    "jupyterlab",
    `--ServerApp.root_dir=${root}`,
    `--ServerApp.port=${port}`,
    "--ServerApp.port_retries=0",
    `--ServerApp.open_browser=${browser ? "True" : "False"}`,
    `--LabApp.default_url=${path}`,
    "--Application.log_level=ERROR",
    // As root, in a container, Jupyter asks to be told that this is meant.
    ...(process.getuid?.() === 0 ? ["--ServerApp.allow_root=True"] : []),
  ];
  const posix = process.platform !== "win32";
  // A process group of its own: after a Ctrl-C to the whole group Jupyter leaves its kernels running. It is told to end
  // by one signal instead.
  const child = spawn(python, args, { cwd: root, env, detached: posix, stdio: ["ignore", "inherit", "pipe"] });
  child.stderr.on("data", (chunk) => {
    // An end that was asked for is no news: the reader asked.
    const lines = String(chunk)
      .split(/(?<=\n)/)
      .filter((line) => !line.includes("received signal 15"));
    process.stderr.write(lines.join(""));
  });
  const address = `http://127.0.0.1:${port}`;
  let asked = false;
  let running = true;
  /** @type {Lab["ended"]} */
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      running = false;
      resolve({ code: code ?? 1, asked });
    });
  });
  const stop = () => {
    if (asked || !running) return;
    asked = true;
    if (posix) child.kill("SIGTERM");
    else
      fetch(`${address}/api/shutdown`, { method: "POST", headers: { Authorization: `token ${token}` } }).catch(
        () => {},
      );
    setTimeout(() => killAll(child), 15_000).unref();
  };
  const waitUntilReady = async () => {
    while (running && !(await answers(`${address}/api?token=${token}`))) await sleep(100);
    return running;
  };
  return { url: `${address}${path}?token=${token}`, ready: waitUntilReady(), ended, stop };
}

/** @param {import("node:child_process").ChildProcess} child */
function killAll(child) {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (process.platform === "win32") spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
  else process.kill(-child.pid, "SIGKILL");
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/**
 * @param {number} first the first port that is tried
 * @returns {Promise<number>}
 */
async function freePort(first) {
  for (let port = first; port < first + 200; port += 1) {
    const server = createServer();
    const free = await new Promise((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error(`no free port between ${first} and ${first + 199} on 127.0.0.1`);
}
