export interface Pane {
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly count: number;
}

/** Empty parts aside; then each figure of its own. */
export function aggregateWindows(panes: readonly Pane[]): { min: number; max: number; average: number } | null {
  const full = panes.filter(({ count }) => count > 0);
  if (full.length === 0) return null;
  const sum = full.reduce((all, pane) => all + pane.sum, 0);
  const count = full.reduce((all, pane) => all + pane.count, 0);
  const min = full.reduce((least, pane) => Math.min(least, pane.min), Infinity);
  const max = full.reduce((most, pane) => Math.max(most, pane.max), -Infinity);
  return { min, max, average: sum / count };
}
