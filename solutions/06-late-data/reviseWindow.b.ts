import type { Event } from "tidemark/exercises";

export interface State {
  /** By start, as text: the count, and how often it has come out. */
  readonly windows: Readonly<Record<string, readonly [count: number, told: number]>>;
  readonly sweepAt: number;
}

export const empty: State = { windows: {}, sweepAt: 8 };

export type Output =
  | { readonly start: number; readonly revision: number; readonly count: number }
  | { readonly late: Event };

export interface Step {
  readonly state: State;
  readonly out: Output[];
}

/** A table by start, swept when it has grown to twice what was left after the last sweep. */
export function reviseWindow(
  state: State,
  event: Event,
  { before, after }: { before: number; after: number },
  { sizeMs, latenessMs }: { sizeMs: number; latenessMs: number },
): Step {
  const windows = { ...state.windows };
  const out: Output[] = [];
  const start = event.ts - (((event.ts % sizeMs) + sizeMs) % sizeMs);
  const closedForMs = before - (start + sizeMs);
  if (closedForMs >= latenessMs) out.push({ late: event });
  else {
    const [count, told] = windows[`${start}`] ?? [0, 0];
    if (closedForMs >= 0) out.push({ start, revision: told, count: count + 1 });
    windows[`${start}`] = [count + 1, closedForMs >= 0 ? told + 1 : told];
  }
  const closing = Object.keys(windows)
    .map(Number)
    .filter((one) => before < one + sizeMs && one + sizeMs <= after)
    .sort((a, b) => a - b);
  for (const one of closing) {
    const [count] = windows[`${one}`] ?? [0];
    out.push({ start: one, revision: 0, count });
    windows[`${one}`] = [count, 1];
  }
  if (Object.keys(windows).length < state.sweepAt) return { state: { windows, sweepAt: state.sweepAt }, out };
  const kept = Object.entries(windows).filter(([one]) => Number(one) + sizeMs + latenessMs > after);
  return { state: { windows: Object.fromEntries(kept), sweepAt: 2 * kept.length + 8 }, out };
}
