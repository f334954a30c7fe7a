// tslab runs a cell as an async function only where it sees `await name`; `await (x)` and `for await` are syntax errors
// in its plain function. A cell that mentions await is always run as an async one: for any other cell that is the same.
"use strict";

const converter = require("tslab/dist/converter.js");

const { createConverter } = converter;
converter.createConverter = (options) => {
  const created = createConverter(options);
  const { convert } = created;
  created.convert = (previous, source) => {
    const result = convert(previous, source);
    if (result.output && /\bawait\b/.test(source)) result.hasToplevelAwait = true;
    return result;
  };
  return created;
};
