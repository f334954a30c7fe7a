import type { Window } from "tidemark/exercises";

export interface Route {
  readonly onTime: Window[];
  readonly revise: Window[];
  readonly late: Window[];
}

/** Takes a window for gone as soon as it is closed. */
export function routeLate(windows: readonly Window[], watermark: number, _latenessMs: number): Route {
  return {
    onTime: windows.filter(({ end }) => watermark < end),
    revise: [],
    late: windows.filter(({ end }) => end <= watermark),
  };
}
