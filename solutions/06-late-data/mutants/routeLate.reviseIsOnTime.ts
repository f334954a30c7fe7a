import type { Window } from "tidemark/exercises";

export interface Route {
  readonly onTime: Window[];
  readonly revise: Window[];
  readonly late: Window[];
}

/** Lists a window that is to be revised among those on time as well. */
export function routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route {
  return {
    onTime: windows.filter(({ end }) => watermark < end + latenessMs),
    revise: windows.filter(({ end }) => end <= watermark && watermark < end + latenessMs),
    late: windows.filter(({ end }) => end + latenessMs <= watermark),
  };
}
