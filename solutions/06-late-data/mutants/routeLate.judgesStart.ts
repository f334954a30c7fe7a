import type { Window } from "tidemark/exercises";

export interface Route {
  readonly onTime: Window[];
  readonly revise: Window[];
  readonly late: Window[];
}

/** Measures from the start of a window in place of its end. */
export function routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route {
  return {
    onTime: windows.filter(({ start }) => watermark < start),
    revise: windows.filter(({ start }) => start <= watermark && watermark < start + latenessMs),
    late: windows.filter(({ start }) => start + latenessMs <= watermark),
  };
}
