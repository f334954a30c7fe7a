// JupyterLab does not take a kernel's state from messages about messages such as kernel_info; tslab says nothing else
// until the first cell runs, so that a restarted kernel stays "unknown". It is told whenever it asks who is there.
"use strict";

const { ZmqServer } = require("tslab/dist/jupyter.js");

let executing = 0;

const { handleExecute, handleKernelInfo } = ZmqServer.prototype;
ZmqServer.prototype.handleExecute = async function (...args) {
  executing += 1;
  try {
    await handleExecute.apply(this, args);
  } finally {
    executing -= 1;
  }
};

ZmqServer.prototype.handleKernelInfo = function (socket, message) {
  handleKernelInfo.call(this, socket, message);
  const status = message.createReply();
  status.header.msg_type = "status";
  status.parent = {};
  status.content = { execution_state: executing > 0 ? "busy" : "idle" };
  status.signAndSend(this.connInfo.key, this.iopub);
};
