export type Entry =
  | { readonly offset: number; readonly producer: string; readonly value: string }
  | { readonly offset: number; readonly producer: string; readonly marker: "commit" | "abort" };

export interface Reading {
  readonly visible: number[];
  readonly lastStable: number;
}

/** Hides everything of a producer that has ever aborted. */
export function readCommitted(log: readonly Entry[]): Reading {
  const aborted = new Set(
    log.filter((entry) => "marker" in entry && entry.marker === "abort").map(({ producer }) => producer),
  );
  const open = new Map<string, number[]>();
  const committed: number[] = [];
  for (const entry of log) {
    if (!("marker" in entry)) {
      open.set(entry.producer, [...(open.get(entry.producer) ?? []), entry.offset]);
      continue;
    }
    if (!aborted.has(entry.producer)) committed.push(...(open.get(entry.producer) ?? []));
    open.delete(entry.producer);
  }
  const end = (log.at(-1)?.offset ?? -1) + 1;
  const lastStable = Math.min(end, ...[...open.values()].flat());
  return { visible: committed.filter((offset) => offset < lastStable).sort((left, right) => left - right), lastStable };
}
