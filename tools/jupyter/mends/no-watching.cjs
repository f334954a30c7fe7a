// tslab has TypeScript watch every folder in which a package was looked for. What changes there while a kernel runs (an
// installation, a build) sets a second timer where tslab expects one, and the kernel ends or the next cell fails. A
// kernel keeps what it has loaded until it is restarted in any case, so nothing is watched.
"use strict";

const { dirname } = require("node:path");

const tslab = dirname(require.resolve("tslab/package.json"));
const { sys } = require(require.resolve("@tslab/typescript-for-tslab", { paths: [tslab] }));

const unwatched = () => ({ close: () => undefined });
sys.watchFile = unwatched;
sys.watchDirectory = unwatched;
