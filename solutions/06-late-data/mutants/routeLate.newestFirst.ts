import type { Window } from "tidemark/exercises";

export interface Route {
  readonly onTime: Window[];
  readonly revise: Window[];
  readonly late: Window[];
}

/** Lists the windows from the last to the first. */
export function routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route {
  const route: Route = { onTime: [], revise: [], late: [] };
  for (const window of windows) {
    const closedForMs = watermark - window.end;
    if (closedForMs < 0) route.onTime.unshift(window);
    else if (closedForMs < latenessMs) route.revise.unshift(window);
    else route.late.unshift(window);
  }
  return route;
}
