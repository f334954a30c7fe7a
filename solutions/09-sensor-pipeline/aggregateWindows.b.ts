export interface Pane {
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly count: number;
}

/** One part grows by the others, one at a time. */
export function aggregateWindows(panes: readonly Pane[]): { min: number; max: number; average: number } | null {
  let all: Pane | null = null;
  for (const pane of panes) {
    if (pane.count === 0) continue;
    all = all === null ? pane : merged(all, pane);
  }
  return all === null ? null : { min: all.min, max: all.max, average: all.sum / all.count };
}

const merged = (one: Pane, other: Pane): Pane => ({
  min: Math.min(one.min, other.min),
  max: Math.max(one.max, other.max),
  sum: one.sum + other.sum,
  count: one.count + other.count,
});
