import type { Window } from "tidemark/exercises";

export interface Route {
  readonly onTime: Window[];
  readonly revise: Window[];
  readonly late: Window[];
}

/** Revises every closed window, for ever. */
export function routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route {
  return {
    onTime: windows.filter(({ end }) => watermark < end),
    revise: windows.filter(({ end }) => end <= watermark),
    late: windows.filter(({ end }) => end + latenessMs < Number.NEGATIVE_INFINITY),
  };
}
