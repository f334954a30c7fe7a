/** One import, export-from or `import()` of a file. */
export interface Import {
  readonly line: number;
  /** As written: a package, `node:…`, or a relative path. */
  readonly from: string;
  /** What makes the other file run when this one is loaded: neither a type nor an `import()`. */
  readonly atLoad: boolean;
}

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

const statement =
  /^[ \t]*(import|export)\b(\s+type\b)?[^;"'`]*?\bfrom\s*["']([^"']+)["']|^[ \t]*import\s+["']([^"']+)["']|\bimport\(\s*["'`]([^"'`]+)["'`]/gm;

/** The imports of a TypeScript file that the formatter has laid out; what stands in comments is none. */
export function readImports(source: string): Import[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/^[ \t]*\/\/.*$/gm, blank);
  return [...code.matchAll(statement)].map((match) => {
    const [, , type, from, bare, dynamic] = match;
    return {
      line: code.slice(0, match.index + match[0].length).split("\n").length,
      from: from ?? bare ?? dynamic ?? "",
      atLoad: dynamic === undefined && type === undefined,
    };
  });
}
