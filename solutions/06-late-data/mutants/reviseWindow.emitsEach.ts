import type { Event } from "tidemark/exercises";

interface Held {
  readonly start: number;
  readonly count: number;
  /** The revision that came out last; -1 while the window is open. */
  readonly revision: number;
}

export type State = readonly Held[];

export const empty: State = [];

export type Output =
  | { readonly start: number; readonly revision: number; readonly count: number }
  | { readonly late: Event };

export interface Step {
  readonly state: State;
  readonly out: Output[];
}

/** Gives out the count at each event, without waiting for the window to close. */
export function reviseWindow(
  state: State,
  event: Event,
  watermark: { before: number; after: number },
  rules: { sizeMs: number; latenessMs: number },
): Step {
  const { sizeMs, latenessMs } = rules;
  const out: Output[] = [];
  let held = [...state];
  const start = Math.floor(event.ts / sizeMs) * sizeMs;
  const end = start + sizeMs;
  if (end + latenessMs <= watermark.before) {
    out.push({ late: event });
  } else {
    const known = held.find((window) => window.start === start) ?? { start, count: 0, revision: -1 };
    const isClosed = end <= watermark.before;
    const counted = { start, count: known.count + 1, revision: known.revision + (isClosed ? 1 : 0) };
    out.push({ ...counted, revision: Math.max(counted.revision, 0) });
    held = [...held.filter((window) => window.start !== start), counted].sort((a, b) => a.start - b.start);
  }
  held = held.map((window) => {
    const closes = window.revision < 0 && window.start + sizeMs <= watermark.after;
    if (!closes) return window;
    out.push({ ...window, revision: 0 });
    return { ...window, revision: 0 };
  });
  return { state: held.filter((window) => window.start + sizeMs + latenessMs > watermark.after), out };
}
