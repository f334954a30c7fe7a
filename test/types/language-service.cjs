// What an editor with another TypeScript says of a project: `node language-service.cjs TYPESCRIPT TSCONFIG FILE OFFSET…`
// prints JSON: the project's errors as text, and what is offered at each offset of the file.
"use strict";

const { dirname } = require("node:path");

const [, , compiler, config, file, ...offsets] = process.argv;
if (compiler === undefined || config === undefined || file === undefined) {
  throw new Error("expected: node language-service.cjs TYPESCRIPT TSCONFIG FILE OFFSET…");
}
const typescript = require(compiler);
const { config: json } = typescript.readConfigFile(config, typescript.sys.readFile);
const project = typescript.parseJsonConfigFileContent(json, typescript.sys, dirname(config));

const service = typescript.createLanguageService({
  ...typescript.sys,
  useCaseSensitiveFileNames: () => typescript.sys.useCaseSensitiveFileNames,
  getCompilationSettings: () => project.options,
  getCurrentDirectory: () => dirname(config),
  getDefaultLibFileName: (/** @type {object} */ options) => typescript.getDefaultLibFilePath(options),
  getScriptFileNames: () => project.fileNames,
  getScriptVersion: () => "1",
  getScriptSnapshot: (/** @type {string} */ name) => {
    const text = typescript.sys.readFile(name);
    return text === undefined ? undefined : typescript.ScriptSnapshot.fromString(text);
  },
});
const errors = typescript.getPreEmitDiagnostics(service.getProgram());
const offered = offsets.map((offset) =>
  (service.getCompletionsAtPosition(file, Number(offset), {})?.entries ?? []).map(
    (/** @type {{ name: string }} */ { name }) => name,
  ),
);
const text = typescript.formatDiagnostics(errors, {
  getCanonicalFileName: (/** @type {string} */ name) => name,
  getCurrentDirectory: () => dirname(config),
  getNewLine: () => "\n",
});
process.stdout.write(JSON.stringify({ errors: text, offered }));
