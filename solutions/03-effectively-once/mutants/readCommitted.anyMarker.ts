export type Entry =
  | { readonly offset: number; readonly producer: string; readonly value: string }
  | { readonly offset: number; readonly producer: string; readonly marker: "commit" | "abort" };

export interface Reading {
  readonly visible: number[];
  readonly lastStable: number;
}

/** Lets a marker end the transactions of all producers. */
export function readCommitted(log: readonly Entry[]): Reading {
  const committed: number[] = [];
  let open: number[] = [];
  for (const entry of log) {
    if (!("marker" in entry)) {
      open.push(entry.offset);
      continue;
    }
    if (entry.marker === "commit") committed.push(...open);
    open = [];
  }
  const end = (log.at(-1)?.offset ?? -1) + 1;
  return { visible: committed, lastStable: open[0] ?? end };
}
