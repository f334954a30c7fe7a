/**
 * @typedef {object} Part one line of the summary
 * @property {string} name
 * @property {string[]} [command] arguments for node: the part is one check, which passes when it exits with 0
 * @property {string[]} [only] folders of vitest tests
 * @property {string[]} [except] folders of vitest tests that other parts run
 * @property {boolean} [oneByOne] its files run one after the other in one process: they share what is expensive to start
 * @property {boolean} [heavy] needs minutes, or a browser, or a cluster: runs only when it is named, or by `npm test heavy`
 */

const kit = ["test/course/", "test/exercises/"];

/**
 * What `npm test` runs: after the quick checks the longest parts first, because two run at a time. Last, what is heavy.
 *
 * @type {Part[]}
 */
export const parts = [
  { name: "types", command: ["tools/types.mjs"] },
  { name: "lint", command: ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."] },
  { name: "unit", except: ["test/heavy/", "test/integration/", "test/laws/", "test/notebooks/", ...kit] },
  { name: "integration", only: ["test/integration/"] },
  { name: "course", only: kit },
  { name: "laws", only: ["test/laws/"] },
  { name: "notebooks", only: ["test/notebooks/"] },
  { name: "package", only: ["test/heavy/package/"], heavy: true },
  { name: "site", only: ["test/heavy/site/"], heavy: true },
  { name: "brokers", only: ["test/heavy/brokers/"], oneByOne: true, heavy: true },
];
