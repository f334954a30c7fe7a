// node tools/jupyter/run.mjs [notebook …] [--check | --write | --print]: executes notebooks without Jupyter.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { bootstrap, root, runCommand } from "../bootstrap.mjs";
import { readFlags, wrongUse } from "../read-flags.mjs";
import { compareNotebooks } from "./compare.mjs";
import { executeNotebook, formatNotebook } from "./notebook.mjs";

/** @type {import("../read-flags.mjs").Usage} */
const usage = {
  command: "npm run notebooks",
  help: `npm run notebooks -- [notebook …]     execute notebooks; all of notebooks/ when none is named
npm run notebooks -- --print notebooks/00-the-log.ipynb
   --check    compare the outputs with those in the file (the default)
   --write    put the outputs into the file
   --print    print the outputs as text: reading and running a lesson without Python

Exit codes: 0 all are as they should be, 1 one is not, 2 wrong use, 3 the machine lacks something (said what).
`,
  flags: { check: { type: "boolean" }, write: { type: "boolean" }, print: { type: "boolean" } },
  words: Number.POSITIVE_INFINITY,
};

const startOfLine = process.stderr.isTTY ? "\r" : "";

await runCommand(async () => {
  const asked = readFlags(usage, process.argv.slice(2));
  if (asked === null) return 0;
  const write = asked.on.has("write");
  const print = asked.on.has("print");
  if (write && asked.on.has("check"))
    throw wrongUse(usage, "--check compares with the file and --write changes it. Try: one of them");
  const missing = asked.words.find((name) => !name.endsWith(".ipynb") || !existsSync(name));
  if (missing !== undefined)
    throw wrongUse(usage, `there is no notebook "${missing}". Try: notebooks/00-the-log.ipynb`);
  await bootstrap({ jupyter: true });
  let wrong = 0;
  for (const file of asked.words.length > 0 ? asked.words.map((name) => resolve(name)) : allNotebooks()) {
    const start = performance.now();
    const { failure, committed, executed } = await execute(file);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if (print) process.stdout.write(printable(JSON.parse(executed)));
    if (write && failure === null && executed !== committed) writeFileSync(file, executed);
    const difference = write || print ? null : compareNotebooks(JSON.parse(committed), JSON.parse(executed));
    const wrongPart = failure ?? difference;
    if (wrongPart !== null) wrong += 1;
    process.stderr.write(`${startOfLine}${relative(root, file)}: ${wrongPart ?? "done"} (${seconds} s)\n`);
  }
  return wrong === 0 ? 0 : 1;
});

/** @param {string} file */
async function execute(file) {
  const name = relative(root, file);
  const committed = readFileSync(file, "utf8");
  const { notebook, failure } = await executeNotebook(JSON.parse(committed), {
    onCell: (index) => process.stderr.isTTY && process.stderr.write(`\r${name}: cell ${index + 1} `),
  });
  return {
    committed,
    executed: formatNotebook(notebook),
    failure: failure ? `cell ${failure.index + 1}: ${failure.message}` : null,
  };
}

function allNotebooks() {
  const folder = join(root, "notebooks");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .sort()
    .map((name) => join(folder, name));
}

/** @param {import("./notebook.mjs").Notebook} notebook */
function printable(notebook) {
  const flat = (/** @type {unknown} */ value) => (Array.isArray(value) ? value.join("") : String(value ?? ""));
  const blocks = notebook.cells.map((cell) => {
    if (cell.cell_type !== "code") return flat(cell.source);
    const outputs = (cell.outputs ?? []).map((output) =>
      output.output_type === "error"
        ? (output.traceback ?? []).join("\n")
        : flat(output.text ?? output.data?.["text/plain"]),
    );
    return ["```ts", flat(cell.source), "```", ...outputs.map((output) => output.trimEnd())].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}
