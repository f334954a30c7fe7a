import type { Window } from "tidemark/exercises";

export interface Route {
  readonly onTime: Window[];
  readonly revise: Window[];
  readonly late: Window[];
}

/** Judges all windows of an event by the one that ends last. */
export function routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route {
  const route: Route = { onTime: [], revise: [], late: [] };
  const closedForMs = watermark - Math.max(...windows.map(({ end }) => end));
  if (closedForMs < 0) route.onTime.push(...windows);
  else if (closedForMs < latenessMs) route.revise.push(...windows);
  else route.late.push(...windows);
  return route;
}
