import type { Event } from "tidemark/exercises";

export interface Version {
  readonly key: string;
  readonly from: number;
  readonly value: string;
}

export type AsOf = { readonly wait: true } | { readonly wait: false; readonly value: string | null };

/** Waits until there is a version. */
export function joinAsOf(event: Event, versions: readonly Version[], watermark: number): AsOf {
  if (watermark <= event.ts) return { wait: true };
  let best: Version | null = null;
  for (const version of versions) {
    if (version.key !== event.key || version.from > event.ts) continue;
    if (best === null || version.from >= best.from) best = version;
  }
  if (best === null) return { wait: true };
  return { wait: false, value: best.value };
}
