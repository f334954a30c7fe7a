import type { Event } from "tidemark/exercises";

export interface Version {
  readonly key: string;
  readonly from: number;
  readonly value: string;
}

export type AsOf = { readonly wait: true } | { readonly wait: false; readonly value: string | null };

/** Answers at once with what it knows. */
export function joinAsOf(event: Event, versions: readonly Version[], _watermark: number): AsOf {
  let best: Version | null = null;
  for (const version of versions) {
    if (version.key !== event.key || version.from > event.ts) continue;
    if (best === null || version.from >= best.from) best = version;
  }
  return { wait: false, value: best === null ? null : best.value };
}
