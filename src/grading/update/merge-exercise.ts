import { diff3Merge } from "node-diff3";

/** Fate of one exercise when the kit is updated. */
export type Merge =
  /** Nobody wrote into it: the new stub. */
  | { readonly kind: "untouched"; readonly text: string }
  /** The contract is the same: the learner's text as it is. */
  | { readonly kind: "kept"; readonly text: string }
  /** The new contract with the learner's body, if that compiles; else the new stub, with the learner's text beside it. */
  | { readonly kind: "changed"; readonly text: string | null };

/**
 * Brings a learner's text to a new version of its exercise.
 *
 * @param before the stub that the learner began with; `null` where nobody knows it
 * @param yours the learner's text
 * @param next the new stub
 */
export function mergeExercise(before: string | null, yours: string, next: string): Merge {
  const [old, own, fresh] = [before === null ? null : plain(before), plain(yours), plain(next)];
  if (own === old || own === fresh) return { kind: "untouched", text: next };
  if (old === null) return hasContract(own, fresh) ? { kind: "kept", text: yours } : { kind: "changed", text: null };
  if (old === fresh) return { kind: "kept", text: yours };
  return { kind: "changed", text: merged(old, own, fresh) };
}

/** Editors change the ends of lines, and blanks at them. */
const plain = (text: string): string =>
  `${text
    .replace(/^\ufeff/, "")
    .replace(/[ \t]*\r?\n/g, "\n")
    .trimEnd()}\n`;

/** Without the old stub: every comment and signature of the new one stands in the text as it is. */
function hasContract(own: string, fresh: string): boolean {
  const comments = fresh.match(/\/\*\*[\s\S]*?\*\//g) ?? [];
  const heads = fresh.match(/^export .*$/gm) ?? [];
  return [...comments, ...heads].every((part) => own.includes(part));
}

/** Both sides' changes; `null` where they contradict each other in more than the stub's own lines. */
function merged(old: string, own: string, fresh: string): string | null {
  const regions = diff3Merge(own.split("\n"), old.split("\n"), fresh.split("\n"), { excludeFalseConflicts: true });
  const lines: string[] = [];
  for (const { ok, conflict } of regions) {
    const resolved = ok ?? (conflict === undefined ? [] : resolve(conflict.o, conflict.a, conflict.b));
    if (resolved === null) return null;
    lines.push(...resolved);
  }
  return lines.join("\n");
}

const isPlaceholder = (line: string): boolean => line.includes("new NotStarted(");

/** The new lines, with the learner's body in the place of the statement that stands for one; or the new imports. */
function resolve(old: readonly string[], own: readonly string[], fresh: readonly string[]): string[] | null {
  const all = [...old, ...own, ...fresh];
  if (all.every((line) => line === "" || line.startsWith("import "))) return withImports(own, fresh);
  const place = fresh.findIndex(isPlaceholder);
  const isSimple = [old, fresh].every((lines) => lines.filter(isPlaceholder).length === 1);
  if (!isSimple || own.some(isPlaceholder)) return null;
  return [...fresh.slice(0, place), ...bodyOf(old, own), ...fresh.slice(place + 1)];
}

/** The learner's lines without those that the old stub had around its placeholder. */
function bodyOf(old: readonly string[], own: readonly string[]): string[] {
  const place = old.findIndex(isPlaceholder);
  const after = old.length - place - 1;
  const isSame = (lines: readonly string[], others: readonly string[]): boolean =>
    lines.every((line, index) => line === others[index]);
  const head = isSame(old.slice(0, place), own) ? place : 0;
  const tail = after > 0 && isSame(old.slice(place + 1), own.slice(own.length - after)) ? after : 0;
  return own.slice(head, own.length - tail);
}

const sourceOf = (line: string): string => /from (["'].*["'])/.exec(line)?.[1] ?? line;

function withImports(own: readonly string[], fresh: readonly string[]): string[] {
  const there = new Set(fresh.map(sourceOf));
  return [...fresh, ...own.filter((line) => line !== "" && !there.has(sourceOf(line)))];
}
