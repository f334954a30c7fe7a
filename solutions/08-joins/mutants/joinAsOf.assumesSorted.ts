import type { Event } from "tidemark/exercises";

export interface Version {
  readonly key: string;
  readonly from: number;
  readonly value: string;
}

export type AsOf = { readonly wait: true } | { readonly wait: false; readonly value: string | null };

/** Takes the last valid one in the list, as if the list were sorted. */
export function joinAsOf(event: Event, versions: readonly Version[], watermark: number): AsOf {
  if (watermark <= event.ts) return { wait: true };
  let best: Version | null = null;
  for (const version of versions) {
    if (version.key !== event.key || version.from > event.ts) continue;
    best = version;
  }
  return { wait: false, value: best === null ? null : best.value };
}
