import { type Token, tokensOf } from "./tokens.js";

/** One import of a TypeScript text, in whatever form: a statement, `export … from`, `import(…)`, `require(…)`. */
export interface ImportOf {
  /** `null` where it is no fixed text. */
  readonly from: string | null;
  readonly line: number;
  readonly column: number;
}

/**
 * Every import of a text. Built to tell a learner in words, before the compiler does; what keeps a learner's code from
 * other files is that the compiler follows no import, and that a realm loads none but its own.
 */
export function importsOf(source: string): ImportOf[] {
  const tokens = tokensOf(source);
  const imports: ImportOf[] = [];
  for (const [index, token] of tokens.entries()) {
    const from = token.kind === "reference" ? token.text : importedAt(tokens, index);
    if (from !== undefined) imports.push({ from, ...placeOf(source, token.at) });
  }
  return imports;
}

function importedAt(tokens: readonly Token[], index: number): string | null | undefined {
  const [before, word, next, after] = [-1, 0, 1, 2].map((step) => tokens[index + step]);
  if (word?.kind !== "word" || isSign(before, ".")) return undefined;
  if (word.text === "require") return isSign(next, "(") && after?.kind === "string" ? after.text : undefined;
  if (word.text === "export") {
    return isSign(next, "{") || isSign(next, "*") || next?.text === "type" ? fromAfter(tokens, index + 1) : undefined;
  }
  if (word.text !== "import" || isSign(next, ".") || isSign(next, ":")) return undefined;
  if (next?.kind === "string") return next.text;
  if (isSign(next, "(")) return after?.kind === "string" ? after.text : null;
  return fromAfter(tokens, index + 1);
}

/** The text behind the next `from`, within one statement. */
function fromAfter(tokens: readonly Token[], start: number): string | undefined {
  for (let index = start; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    if (isSign(token, ";") || isSign(token, "=") || token.text === "import" || token.text === "export")
      return undefined;
    const next = tokens[index + 1];
    if (token.kind === "word" && token.text === "from" && next?.kind === "string") return next.text;
  }
  return undefined;
}

const isSign = (token: Token | undefined, sign: string): boolean => token?.kind === "sign" && token.text === sign;

function placeOf(source: string, at: number): { readonly line: number; readonly column: number } {
  const lines = source.slice(0, at).split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

/** What an exercise may import. */
const own = /^\.\/[\w-]+(?:\.[\w-]+)*$/;

/** A sentence on an import that an exercise has no right to; `null` for one that it may have. */
export function refusal({ from }: ImportOf): string | null {
  if (from === null) return "import(…) is refused: an exercise loads nothing while it runs";
  if (from === "tidemark/exercises" || own.test(from)) return null;
  const rule = 'an exercise imports "tidemark/exercises" and files of its own folder, such as "./assignTumbling.js"';
  if (from === "tidemark") return `"tidemark" is refused: ${rule}. A notebook may import the whole library`;
  return `${JSON.stringify(from)} is refused: ${rule}`;
}

/** The files of its own folder that a text imports, by name: `assignTumbling`. */
export function importedNames(source: string): string[] {
  return importsOf(source).flatMap(({ from }) => {
    const name = from !== null && own.test(from) ? /^\.\/(.*)\.js$/.exec(from)?.[1] : undefined;
    return name === undefined ? [] : [name];
  });
}
