// tslab prints what fails to stderr and tells Jupyter nothing: no error message, no name, no traceback. Here a failed cell
// answers as Jupyter's protocol says, with a traceback of the lines that the reader wrote and no path of this machine.
"use strict";

const vm = require("node:vm");
const executor = require("tslab/dist/executor.js");
const { JupyterHandlerImpl, ZmqServer } = require("tslab/dist/jupyter.js");
const { describeDiagnostics, describeError } = require("./traceback.cjs");

/** Each cell's compiled code, by the name under which the engine knows it. */
const compiled = new Map();
let running = { name: "cell", source: "" };
/** What the executor reported while the cell ran: arguments of its console.error. */
const reports = [];

const { createExecutor } = executor;
executor.createExecutor = (root, converters) =>
  createExecutor(root, converters, { log: console.log, error: (...args) => reports.push(args) });

// tslab compiles all cells under one name; a name for each tells them apart in a stack.
const { runInThisContext } = vm;
vm.runInThisContext = (code, options) => {
  if (options?.breakOnSigint !== true) return runInThisContext(code, options);
  compiled.set(running.name, code.split("\n"));
  return runInThisContext(code, { ...options, filename: running.name });
};

function describeFailure() {
  const [first = []] = reports;
  if (typeof first[0] === "string") return describeDiagnostics(reports, running.source);
  return describeError(first[0], compiled);
}

JupyterHandlerImpl.prototype.handleExecute = async function (request, ...writers) {
  let outcome = { status: "aborted", execution_count: undefined };
  const job = async () => {
    reports.length = 0;
    running = { name: `cell [${this.execCount + 1}]`, source: request.code };
    try {
      const { count } = await this.handleExecuteImpl(request, ...writers);
      outcome = { status: "ok", execution_count: count };
    } catch (thrown) {
      outcome = { status: "error", execution_count: thrown.count, ...describeFailure() };
      // JupyterLab sends stop_on_error: false for a cell tagged raises-exception: the cells behind it go on.
      if (request.stop_on_error !== false) throw thrown;
    }
  };
  try {
    await this.execQueue.add(job);
  } catch {
    // tslab cancels what was queued behind a failed cell during this time.
    if (outcome.status === "error") this.execQueue.reset(200);
  }
  return outcome;
};

ZmqServer.prototype.handleExecute = async function (socket, message) {
  const publish = (type, content) => {
    const reply = message.createReply();
    reply.header.msg_type = type;
    reply.content = content;
    reply.signAndSend(this.connInfo.key, this.iopub);
  };
  publish("execute_input", { code: message.content.code, execution_count: this.handler.execCount + 1 });
  const content = await this.handler.handleExecute(
    message.content,
    (name, text) => publish("stream", { name, text }),
    (data, update) => publish(update ? "update_display_data" : "display_data", data),
  );
  if (content.status === "error") {
    const { ename, evalue, traceback } = content;
    publish("error", { ename, evalue, traceback });
    // The reply waits until tslab has stopped cancelling, so that the next cell that is sent is run.
    if (message.content.stop_on_error !== false) await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const reply = message.createReply();
  reply.header.msg_type = "execute_reply";
  reply.content = content;
  reply.signAndSend(this.connInfo.key, socket);
};
