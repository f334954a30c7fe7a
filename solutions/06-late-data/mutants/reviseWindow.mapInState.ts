import type { Event } from "tidemark/exercises";

/** By start: the count, and how often it has come out. */
export type State = ReadonlyMap<number, readonly [count: number, told: number]>;

export const empty: State = new Map();

export type Output =
  | { readonly start: number; readonly revision: number; readonly count: number }
  | { readonly late: Event };

export interface Step {
  readonly state: State;
  readonly out: Output[];
}

/** Keeps a Map, which JSON makes an empty object of. */
export function reviseWindow(
  state: State,
  event: Event,
  { before, after }: { before: number; after: number },
  { sizeMs, latenessMs }: { sizeMs: number; latenessMs: number },
): Step {
  const windows = new Map(state);
  const out: Output[] = [];
  const start = Math.floor(event.ts / sizeMs) * sizeMs;
  if (start + sizeMs + latenessMs <= before) out.push({ late: event });
  else {
    const [count, told] = windows.get(start) ?? [0, 0];
    const isClosed = start + sizeMs <= before;
    if (isClosed) out.push({ start, revision: told, count: count + 1 });
    windows.set(start, [count + 1, isClosed ? told + 1 : told]);
  }
  for (const [one, [count]] of [...windows].sort(([a], [b]) => a - b)) {
    if (before < one + sizeMs && one + sizeMs <= after) {
      out.push({ start: one, revision: 0, count });
      windows.set(one, [count, 1]);
    }
    if (one + sizeMs + latenessMs <= after) windows.delete(one);
  }
  return { state: windows, out };
}
