import type { Event } from "tidemark/exercises";

export interface Version {
  readonly key: string;
  readonly from: number;
  readonly value: string;
}

export type AsOf = { readonly wait: true } | { readonly wait: false; readonly value: string | null };

/** Sorts what was valid by then, which keeps equal ones in the order of the list, and takes the last. */
export function joinAsOf(event: Event, versions: readonly Version[], watermark: number): AsOf {
  if (!(watermark > event.ts)) return { wait: true };
  const valid = versions
    .filter(({ key, from }) => key === event.key && from <= event.ts)
    .sort((left, right) => left.from - right.from);
  return { wait: false, value: valid.at(-1)?.value ?? null };
}
