import type { Event } from "tidemark/exercises";

export interface Version {
  readonly key: string;
  readonly from: number;
  readonly value: string;
}

export type AsOf = { readonly wait: true } | { readonly wait: false; readonly value: string | null };

/** Starts with a best time of 0, which versions from before 1970 do not reach. */
export function joinAsOf(event: Event, versions: readonly Version[], watermark: number): AsOf {
  if (watermark <= event.ts) return { wait: true };
  let best: Version | null = null;
  for (const version of versions) {
    if (version.key !== event.key || version.from > event.ts) continue;
    if (version.from >= (best?.from ?? 0)) best = version;
  }
  return { wait: false, value: best === null ? null : best.value };
}
