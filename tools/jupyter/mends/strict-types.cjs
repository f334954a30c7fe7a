// tslab hard-codes loose compiler options: cells are not checked strictly, and a package's "exports" are ignored, so that
// this repository cannot be imported by its own name. The options are exchanged where tslab hands them to TypeScript.
"use strict";

const { dirname } = require("node:path");

const tslab = dirname(require.resolve("tslab/package.json"));
const id = require.resolve("@tslab/typescript-for-tslab", { paths: [tslab] });
const typescript = require(id);

const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  moduleResolution: typescript.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts"],
  types: ["node"],
};

// TypeScript's exports have no setter, so tslab is given a look-alike with one function of our own.
const mended = {};
for (const name of Object.keys(typescript)) {
  Object.defineProperty(mended, name, { enumerable: true, configurable: true, get: () => typescript[name] });
}
Object.defineProperty(mended, "createWatchCompilerHost", {
  enumerable: true,
  writable: true,
  value: (files, options, ...rest) => typescript.createWatchCompilerHost(files, { ...options, ...strict }, ...rest),
});
require.cache[id].exports = mended;
