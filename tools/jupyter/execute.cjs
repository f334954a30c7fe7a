// Executes a notebook's code cells, with neither Python nor ZeroMQ. Started by notebook.mjs, which sends it the cells and
// is sent the outputs: a process of its own, because cells share globals, write to stdout, and may never return.
"use strict";

const path = require("node:path");

const stock = process.argv.includes("--stock"); // tslab as it is, for the tests of the mends
if (!stock) require("./patch.cjs");
const root = path.resolve(__dirname, "..", "..");
process.chdir(root);

const { createConverter } = require("tslab/dist/converter.js");
const { createExecutor } = require("tslab/dist/executor.js");
const { JupyterHandlerImpl } = require("tslab/dist/jupyter.js");

process.once("message", async ({ cells }) => {
  const converter = createConverter({ isJS: false, isBrowser: false });
  const converters = { node: converter, browser: converter, close: () => converter.close() };
  const executor = createExecutor(root, converters, { log: console.log, error: console.error });
  const handler = new JupyterHandlerImpl(executor, false);
  process.on("unhandledRejection", (reason) => console.error("Unhandled rejection:", reason));
  for (const { index, code, mayFail } of cells) {
    process.send({ kind: "begin", index });
    const outputs = [];
    const { status, execution_count, ename, evalue, traceback } = await handler.handleExecute(
      { code, stop_on_error: !mayFail },
      (name, text) => outputs.push({ output_type: "stream", name, text }),
      ({ data, metadata }) => outputs.push({ output_type: "display_data", data, metadata }),
    );
    // Stock tslab cancels what comes within 200 ms of a failure.
    if (stock && status !== "ok") await new Promise((resolve) => setTimeout(resolve, 250));
    // What the cell has written is there; what a timer of its writes later belongs to no cell.
    await new Promise((resolve) => setImmediate(resolve));
    if (status === "error" && ename !== undefined) outputs.push({ output_type: "error", ename, evalue, traceback });
    process.send({ kind: "end", index, status, execution_count, outputs });
    if (status !== "ok" && !mayFail) break;
  }
  process.send({ kind: "done" }, () => process.exit(0));
});
