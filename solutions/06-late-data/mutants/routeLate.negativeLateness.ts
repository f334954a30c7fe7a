import type { Window } from "tidemark/exercises";

export interface Route {
  readonly onTime: Window[];
  readonly revise: Window[];
  readonly late: Window[];
}

/** Takes lateness off the end in place of adding it. */
export function routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route {
  return {
    onTime: windows.filter(({ end }) => watermark < end && watermark < end - latenessMs),
    revise: windows.filter(({ end }) => end <= watermark && watermark < end - latenessMs),
    late: windows.filter(({ end }) => end - latenessMs <= watermark),
  };
}
