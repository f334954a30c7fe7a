// tslab closes its sockets when Jupyter asks it to end, but stays as long as a cell has a timer or a connection open;
// Jupyter would then wait for seconds before it kills it.
"use strict";

const { ZmqServer } = require("tslab/dist/jupyter.js");

ZmqServer.prototype.close = () => {
  // The reply to the request is still in the socket's queue.
  setTimeout(() => process.exit(0), 100);
};
