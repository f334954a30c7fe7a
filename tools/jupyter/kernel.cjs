// The kernel that Jupyter starts: see kernels/tslab/kernel.json.
"use strict";

const path = require("node:path");
require("./patch.cjs");
require("./mends/quiet.cjs");
require("./mends/shutdown.cjs");
require("./mends/status.cjs");

// tslab resolves imports from the working folder; Jupyter starts a kernel in the notebook's.
process.chdir(path.resolve(__dirname, "..", ".."));
delete process.env.FORCE_COLOR;

// A Jupyter that was killed cannot end its kernels: without a parent a kernel ends by itself.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 1_000).unref();

const configPath = process.argv[process.argv.indexOf("--config-path") + 1];
require("tslab/dist/main.js").startKernel({ configPath, enableFindLocal: false });
