import { wrap } from "../charts/wrap.js";
import { width } from "./width.js";

/** A line in as many lines as fit; what is broken off stands a little further in. */
export function fit(line: string): string[] {
  if (line.length <= width) return [line];
  const indent = /^ */.exec(line)?.[0].length ?? 0;
  const lines = wrap(line.trim(), width - indent - hanging);
  return lines.map((text, index) => " ".repeat(indent + (index === 0 ? 0 : hanging)) + text);
}

const hanging = 4;
