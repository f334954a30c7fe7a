// Executes notebooks without Jupyter, always to the same bytes.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { optimizeLate } from "../v8-flags.mjs";

/**
 * @typedef {{ output_type: string, name?: string, text?: string | string[], data?: Record<string, unknown>,
 *   metadata?: object, ename?: string, evalue?: string, traceback?: string[] }} Output
 * @typedef {{ cell_type: string, id?: string, metadata: { tags?: string[] }, source: string | string[],
 *   outputs?: Output[], execution_count?: number | null }} Cell
 * @typedef {{ cells: Cell[], metadata: object, nbformat: number, nbformat_minor: number }} Notebook
 * @typedef {{ index: number, message: string }} Failure the cell's place among all cells, and what went wrong
 * @typedef {object} ExecuteOptions
 * @property {NodeJS.ProcessEnv} [env] added to the environment in which the cells run
 * @property {number} [cellTimeoutMs] a cell that takes longer is given up; two minutes unless told
 * @property {(index: number) => void} [onCell] called as each cell begins
 * @property {boolean} [stock] without the mends of tslab
 */

/** Settings that decide about formats of numbers, dates and colors, and could differ from machine to machine. */
const fixedEnvironment = { TZ: "UTC", LC_ALL: "en_US.UTF-8", NO_COLOR: "1", NODE_NO_WARNINGS: "1" };

/** Metadata that JupyterLab itself writes when it saves a notebook of this kernel. */
const notebookMetadata = {
  kernelspec: { display_name: "TypeScript", language: "typescript", name: "tslab" },
  language_info: {
    codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
    file_extension: ".ts",
    mimetype: "text/typescript",
    name: "typescript",
    version: "3.7.2",
  },
};

/**
 * Runs the code cells in order and returns the notebook with its outputs. A cell tagged `raises-exception` must fail, and
 * the ones behind it go on; any other failure ends the run.
 *
 * @param {Notebook} notebook
 * @param {ExecuteOptions} [options]
 * @returns {Promise<{ notebook: Notebook, failure: Failure | null }>}
 */
export async function executeNotebook(notebook, options = {}) {
  /** @type {Cell[]} */
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, execution_count: null, outputs: [] } : cell,
  );
  const tasks = [];
  for (const [index, cell] of cells.entries()) {
    const code = text(cell.source);
    if (cell.cell_type === "code" && code.trim() !== "") tasks.push({ index, code, mayFail: isMeantToFail(cell) });
  }
  const failure = await runCells(tasks, options, (index, result) => {
    const cell = /** @type {Cell} */ (cells[index]);
    cell.execution_count = result.execution_count;
    cell.outputs = joinStreams(result.outputs);
    if (result.status === "ok" && isMeantToFail(cell)) return "it is tagged raises-exception, but did not fail";
    if (result.status !== "ok" && !isMeantToFail(cell)) return failureText(result.outputs);
    return null;
  });
  return { notebook: { ...notebook, cells, metadata: { ...notebook.metadata, ...notebookMetadata } }, failure };
}

/**
 * A notebook's file as JupyterLab writes it: sorted keys, text as lists of lines.
 *
 * @param {Notebook} notebook
 * @returns {string}
 */
export function formatNotebook(notebook) {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: lines(text(cell.source)),
    ...(cell.outputs ? { outputs: cell.outputs.map(splitOutput) } : {}),
  }));
  return `${JSON.stringify(sortKeys({ ...notebook, cells }), null, 1)}\n`;
}

/**
 * @typedef {{ status: string, execution_count: number | null, outputs: Output[] }} CellResult
 * @param {{ index: number, code: string, mayFail: boolean }[]} cells
 * @param {ExecuteOptions} options
 * @param {(index: number, result: CellResult) => string | null} take answers with what is wrong with the result
 * @returns {Promise<Failure | null>}
 */
function runCells(cells, options, take) {
  const { cellTimeoutMs = 120_000 } = options;
  const child = fork(fileURLToPath(new URL("execute.cjs", import.meta.url)), options.stock ? ["--stock"] : [], {
    execArgv: ["--enable-source-maps", ...optimizeLate],
    env: { ...process.env, FORCE_COLOR: undefined, ...fixedEnvironment, ...options.env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let outside = "";
  child.stdout?.on("data", (chunk) => {
    outside += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    outside += chunk;
  });
  child.send({ cells });
  return new Promise((resolve, reject) => {
    /** @type {Failure | null} */
    let failure = null;
    let current = -1;
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    child.on("message", (received) => {
      const message = /** @type {{ kind: string, index: number } & CellResult} */ (received);
      clearTimeout(timer);
      if (message.kind === "done") current = -1;
      if (message.kind === "begin") {
        current = message.index;
        options.onCell?.(current);
        timer = setTimeout(() => {
          failure ??= { index: current, message: `it did not end within ${cellTimeoutMs / 1000} s` };
          child.kill("SIGKILL");
        }, cellTimeoutMs);
      }
      if (message.kind === "end") {
        const wrong = take(message.index, message);
        if (wrong !== null) failure ??= { index: message.index, message: wrong };
      }
    });
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      if (current >= 0) failure ??= { index: current, message: `the kernel ended (exit code ${code}). ${outside}` };
      else if (code !== 0) reject(new Error(`the notebook kernel did not start:\n${outside}`));
      resolve(failure);
    });
  });
}

/** @param {Cell} cell */
function isMeantToFail(cell) {
  return cell.metadata.tags?.includes("raises-exception") ?? false;
}

/** @param {Output[]} outputs */
function failureText(outputs) {
  const error = outputs.find((output) => output.output_type === "error");
  if (error) return /** @type {string[]} */ (error.traceback).join("\n");
  return outputs.map((output) => text(output.text ?? "")).join("");
}

/**
 * Writes to one stream that follow each other are one output, as Jupyter shows them.
 *
 * @param {Output[]} outputs
 * @returns {Output[]}
 */
function joinStreams(outputs) {
  /** @type {Output[]} */
  const joined = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      last.text = text(last.text ?? "") + text(output.text ?? "");
    } else joined.push({ ...output });
  }
  return joined;
}

/** @param {Output} output */
function splitOutput(output) {
  const { data } = output;
  const split = data
    ? Object.fromEntries(
        Object.entries(data).map(([type, value]) => [
          type,
          type.startsWith("text/") && typeof value === "string" ? lines(value) : value,
        ]),
      )
    : undefined;
  return {
    ...output,
    ...(output.text === undefined ? {} : { text: lines(text(output.text)) }),
    ...(split ? { data: split } : {}),
  };
}

/** @param {string | string[]} value */
function text(value) {
  return Array.isArray(value) ? value.join("") : value;
}

/** @param {string} value */
function lines(value) {
  return value.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/**
 * @param {unknown} value
 * @returns {unknown}
 */
function sortKeys(value) {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}
