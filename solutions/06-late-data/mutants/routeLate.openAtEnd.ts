import type { Window } from "tidemark/exercises";

export interface Route {
  readonly onTime: Window[];
  readonly revise: Window[];
  readonly late: Window[];
}

/** Takes a window for open when the watermark is at its end. */
export function routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route {
  return {
    onTime: windows.filter(({ end }) => watermark <= end),
    revise: windows.filter(({ end }) => end < watermark && watermark < end + latenessMs),
    late: windows.filter(({ end }) => watermark > end && end + latenessMs <= watermark),
  };
}
