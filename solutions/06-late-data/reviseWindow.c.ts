import type { Event } from "tidemark/exercises";

export interface State {
  /** Of every event that may still count. */
  readonly times: readonly number[];
  readonly told: readonly (readonly [start: number, times: number])[];
  readonly step: number;
}

export const empty: State = { times: [], told: [], step: 0 };

export type Output =
  | { readonly start: number; readonly revision: number; readonly count: number }
  | { readonly late: Event };

export interface Step {
  readonly state: State;
  readonly out: Output[];
}

/** Keeps the times of the events, and counts anew whenever a window has something to say; sweeps every twenty events. */
export function reviseWindow(
  state: State,
  event: Event,
  { before, after }: { before: number; after: number },
  { sizeMs, latenessMs }: { sizeMs: number; latenessMs: number },
): Step {
  const startOf = (ts: number): number => Math.floor(ts / sizeMs) * sizeMs;
  const isGone = (start: number, watermark: number): boolean => start + sizeMs + latenessMs <= watermark;
  const out: Output[] = [];
  const told = new Map(state.told);
  let times = state.times;
  const tell = (start: number): void => {
    const revision = told.get(start) ?? 0;
    told.set(start, revision + 1);
    out.push({ start, revision, count: times.filter((ts) => startOf(ts) === start).length });
  };
  const own = startOf(event.ts);
  if (isGone(own, before)) out.push({ late: event });
  else {
    times = [...times, event.ts];
    if (own + sizeMs <= before) tell(own);
  }
  const starts = [...new Set(times.map(startOf))].sort((a, b) => a - b);
  for (const start of starts) if (before < start + sizeMs && start + sizeMs <= after) tell(start);
  const step = state.step + 1;
  if (step % 20 !== 0) return { state: { times, told: [...told], step }, out };
  return {
    state: {
      times: times.filter((ts) => !isGone(startOf(ts), after)),
      told: [...told].filter(([start]) => !isGone(start, after)),
      step: 0,
    },
    out,
  };
}
