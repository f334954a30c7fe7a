import type { Window } from "tidemark/exercises";

export interface Route {
  readonly onTime: Window[];
  readonly revise: Window[];
  readonly late: Window[];
}

/** Takes a watermark of 0 for none at all. */
export function routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route {
  if (!watermark) return { onTime: [...windows], revise: [], late: [] };
  return {
    onTime: windows.filter(({ end }) => watermark < end),
    revise: windows.filter(({ end }) => end <= watermark && watermark < end + latenessMs),
    late: windows.filter(({ end }) => end + latenessMs <= watermark),
  };
}
