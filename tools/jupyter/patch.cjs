// Mends tslab in memory. Required before anything else of tslab, by kernel.cjs (Jupyter) and execute.cjs (no Jupyter).
"use strict";

const { version } = require("tslab/package.json");
if (version !== "1.0.22")
  throw new Error(`tools/jupyter/mends were written for tslab 1.0.22, found ${version}: try them anew`);

require("./mends/strict-types.cjs");
require("./mends/property-names.cjs");
require("./mends/no-watching.cjs");
require("./mends/top-level-await.cjs");
require("./mends/errors.cjs");
require("./mends/display-bundle.cjs");
