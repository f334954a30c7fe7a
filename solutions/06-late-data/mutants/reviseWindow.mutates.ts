import type { Event } from "tidemark/exercises";

/** By start, as text: the count, and how often it has come out. */
export type State = Record<string, [count: number, told: number]>;

export const empty: State = {};

export type Output =
  | { readonly start: number; readonly revision: number; readonly count: number }
  | { readonly late: Event };

export interface Step {
  readonly state: State;
  readonly out: Output[];
}

/** Writes into the state that it was given. */
export function reviseWindow(
  state: State,
  event: Event,
  { before, after }: { before: number; after: number },
  { sizeMs, latenessMs }: { sizeMs: number; latenessMs: number },
): Step {
  const out: Output[] = [];
  const start = Math.floor(event.ts / sizeMs) * sizeMs;
  if (start + sizeMs + latenessMs <= before) out.push({ late: event });
  else {
    const [count, told] = state[start] ?? [0, 0];
    const isClosed = start + sizeMs <= before;
    if (isClosed) out.push({ start, revision: told, count: count + 1 });
    state[start] = [count + 1, isClosed ? told + 1 : told];
  }
  const starts = Object.keys(state)
    .map(Number)
    .sort((a, b) => a - b);
  for (const one of starts) {
    const [count] = state[one] ?? [0];
    if (before < one + sizeMs && one + sizeMs <= after) {
      out.push({ start: one, revision: 0, count });
      state[one] = [count, 1];
    }
    if (one + sizeMs + latenessMs <= after) delete state[one];
  }
  return { state, out };
}
