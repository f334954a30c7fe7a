/** @typedef {import("./notebook.mjs").Notebook} Notebook */

/**
 * Says where two notebooks differ: the first cell that does, and its lines side by side.
 *
 * @param {Notebook} committed
 * @param {Notebook} executed
 * @returns {string | null} null when they are equal
 */
export function compareNotebooks(committed, executed) {
  for (const [index, cell] of executed.cells.entries()) {
    const before = printed(committed.cells[index]);
    const after = printed(cell);
    if (before !== after) return `cell ${index + 1} differs from what is committed:\n${diffLines(before, after)}`;
  }
  const rest = (/** @type {Notebook} */ { cells: _cells, ...others }) => printed(others);
  if (rest(committed) === rest(executed)) return null;
  return `the notebook's metadata differs from what is committed:\n${diffLines(rest(committed), rest(executed))}`;
}

/** @param {unknown} value */
function printed(value) {
  return JSON.stringify(value, null, 1) ?? "";
}

/**
 * The lines that differ, `-` committed and `+` executed, with three lines around them; long lines are cut.
 *
 * @param {string} before
 * @param {string} after
 */
export function diffLines(before, after) {
  const a = before.split("\n");
  const b = after.split("\n");
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const around = 3;
  const cut = (/** @type {string} */ line) => (line.length > 160 ? `${line.slice(0, 157)}…` : line);
  const marked = (/** @type {string} */ mark, /** @type {string[]} */ list) =>
    list.map((line) => `  ${mark} ${cut(line)}`);
  return [
    ...marked(" ", a.slice(Math.max(0, start - around), start)),
    ...marked("-", a.slice(start, a.length - end)),
    ...marked("+", b.slice(start, b.length - end)),
    ...marked(" ", a.slice(a.length - end, a.length - end + around)),
  ].join("\n");
}
