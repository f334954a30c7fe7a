/** A change of a text: `put` takes the place of `find`, which the text holds exactly once. */
export interface TextChange {
  /** Any space in it, line breaks included, stands for any other space. */
  readonly find: string;
  readonly put: string;
}

/**
 * A text with changes, each found in the text as it was. Lines of `put` are indented as the place that they come to.
 *
 * `changed("return a < b;", [{ find: "a < b", put: "a <= b" }])` is `"return a <= b;"`.
 *
 * @throws RangeError where a change is found nowhere, or in two places, or where two changes overlap
 */
export function changed(text: string, changes: readonly TextChange[]): string {
  const places = changes.map((change) => placeOf(text, change)).sort((left, right) => left.from - right.from);
  let result = "";
  let done = 0;
  for (const { from, to, put } of places) {
    if (from < done) throw new RangeError(`two changes overlap at "${text.slice(from, to)}"`);
    result += text.slice(done, from) + put;
    done = to;
  }
  return result + text.slice(done);
}

interface Place {
  readonly from: number;
  readonly to: number;
  readonly put: string;
}

function placeOf(text: string, { find, put }: TextChange): Place {
  const words = find.trim().split(/\s+/).map(escaped);
  const [first, ...others] = text.matchAll(new RegExp(words.join("\\s+"), "g"));
  if (words[0] === "" || first === undefined || others.length > 0) {
    const times = first === undefined ? "nowhere" : `${1 + others.length} times`;
    throw new RangeError(`"${find.trim()}" is found ${times}; expected once`);
  }
  const line = text.slice(text.lastIndexOf("\n", first.index) + 1, first.index);
  const indent = /^ */.exec(line)?.[0] ?? "";
  return { from: first.index, to: first.index + first[0].length, put: indented(put, indent) };
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Every line after the first stands as far to the right of `indent` as it stood to the right of the first. */
function indented(put: string, indent: string): string {
  const lines = put
    .replace(/^\s*\n/, "")
    .trimEnd()
    .split("\n");
  const own = /^ */.exec(lines[0] ?? "")?.[0] ?? "";
  return lines
    .map((line) => (line.startsWith(own) ? line.slice(own.length) : line.trimStart()))
    .map((line, index) => (index === 0 || line === "" ? line : indent + line))
    .join("\n");
}
