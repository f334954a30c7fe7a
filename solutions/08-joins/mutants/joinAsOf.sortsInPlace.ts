import type { Event } from "tidemark/exercises";

export interface Version {
  readonly key: string;
  readonly from: number;
  readonly value: string;
}

export type AsOf = { readonly wait: true } | { readonly wait: false; readonly value: string | null };

/** Sorts the list that it was given. */
export function joinAsOf(event: Event, versions: readonly Version[], watermark: number): AsOf {
  if (!(watermark > event.ts)) return { wait: true };
  const valid = (versions as Version[])
    .sort((left, right) => left.from - right.from)
    .filter(({ key, from }) => key === event.key && from <= event.ts);
  return { wait: false, value: valid.at(-1)?.value ?? null };
}
