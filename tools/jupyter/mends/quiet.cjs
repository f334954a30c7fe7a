// tslab prints a warning for each kind of message that it does not know, such as JupyterLab's request for the history of
// inputs; after the first cell the warning would appear in a cell's output.
"use strict";

const { warn } = console;
console.warn = (...args) => {
  if (!String(args[0]).startsWith("unknown msg_type")) warn(...args);
};
