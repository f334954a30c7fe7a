export type Entry =
  | { readonly offset: number; readonly producer: string; readonly value: string }
  | { readonly offset: number; readonly producer: string; readonly marker: "commit" | "abort" };

export interface Reading {
  readonly visible: number[];
  readonly lastStable: number;
}

/** Looks ahead from each record to the marker that ends its transaction, if there is one. */
export function readCommitted(log: readonly Entry[]): Reading {
  const records = log.flatMap((entry, index) => {
    if ("marker" in entry) return [];
    const ending = log.slice(index).find((later) => "marker" in later && later.producer === entry.producer);
    return [{ offset: entry.offset, fate: ending !== undefined && "marker" in ending ? ending.marker : "open" }];
  });
  const firstOpen = records.find(({ fate }) => fate === "open")?.offset;
  const last = log.at(-1);
  const lastStable = firstOpen ?? (last === undefined ? 0 : last.offset + 1);
  const visible = records.filter(({ fate, offset }) => fate === "commit" && offset < lastStable);
  return { visible: visible.map(({ offset }) => offset), lastStable };
}
