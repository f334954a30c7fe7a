export type Entry =
  | { readonly offset: number; readonly producer: string; readonly value: string }
  | { readonly offset: number; readonly producer: string; readonly marker: "commit" | "abort" };

export interface Reading {
  readonly visible: number[];
  readonly lastStable: number;
}

/** Knows where to stop, and shows what has committed after that as well. */
export function readCommitted(log: readonly Entry[]): Reading {
  const open = new Map<string, number[]>();
  const committed: number[] = [];
  for (const entry of log) {
    if (!("marker" in entry)) {
      open.set(entry.producer, [...(open.get(entry.producer) ?? []), entry.offset]);
      continue;
    }
    if (entry.marker === "commit") committed.push(...(open.get(entry.producer) ?? []));
    open.delete(entry.producer);
  }
  const end = (log.at(-1)?.offset ?? -1) + 1;
  const lastStable = Math.min(end, ...[...open.values()].flat());
  return { visible: committed.sort((left, right) => left - right), lastStable };
}
