/** A fenced `ts` block of a doc comment or of a Markdown page. */
export interface Example {
  /** The line of its first line of code, counted from 1. */
  readonly line: number;
  readonly code: string;
}

/**
 * Finds the fenced `ts` blocks: in Markdown anywhere, in TypeScript inside doc comments only, whose leading stars are
 * taken off. A fence that never closes is an error, since its example would be lost.
 */
export function extractExamples(file: string, text: string): Example[] {
  const markdown = file.endsWith(".md");
  const examples: Example[] = [];
  let open: { line: number; lines: string[] } | null = null;
  let inDoc = markdown;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (!markdown && /^\s*\/\*\*/.test(raw)) inDoc = true;
    if (inDoc) {
      const line = markdown ? raw : raw.replace(/^\s*\/?\*+ ?/, "");
      if (open === null && /^```ts\s*$/.test(line.trim())) {
        open = { line: index + 2, lines: [] };
      } else if (open !== null && line.trim() === "```") {
        examples.push({ line: open.line, code: open.lines.join("\n") });
        open = null;
      } else if (open !== null) {
        open.lines.push(line);
      }
    }
    if (!markdown && raw.includes("*/")) {
      if (open !== null) throw new Error(`${file}:${open.line}: the fence of this example is never closed`);
      inDoc = false;
    }
  }
  if (open !== null) throw new Error(`${file}:${open.line}: the fence of this example is never closed`);
  return examples;
}
