import type { Window } from "tidemark/exercises";

export interface Route {
  readonly onTime: Window[];
  readonly revise: Window[];
  readonly late: Window[];
}

/** One pass: asks how long each window has been closed, and puts it where that belongs. */
export function routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route {
  const route: Route = { onTime: [], revise: [], late: [] };
  for (const window of windows) {
    const closedForMs = watermark - window.end;
    if (closedForMs < 0) route.onTime.push(window);
    else if (closedForMs < latenessMs) route.revise.push(window);
    else route.late.push(window);
  }
  return route;
}
