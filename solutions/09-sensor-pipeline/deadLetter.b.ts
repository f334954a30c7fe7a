import type { Stored } from "tidemark/exercises";

export type Headers = readonly (readonly [name: string, value: string])[];

export interface DeadLetter {
  readonly key: string;
  readonly value: string | null;
  readonly ts: number;
  readonly headers: Headers;
}

export interface ReadRecord extends Stored {
  readonly topic: string;
  readonly headers: Headers;
}

/** One walk over the headers that were there: each is kept, or gives way, or says how often the record has died. */
export function deadLetter({ topic, headers: before, ...record }: ReadRecord, reason: string): DeadLetter {
  const headers: [string, string][] = [];
  let attempt = 1;
  for (const [name, value] of before) {
    if (name === "dlq.attempt") attempt = Number(value) + 1;
    else if (!/^dlq\.(reason|topic|partition|offset)$/.test(name)) headers.push([name, value]);
  }
  const { partition, offset, ...untouched } = record;
  const said = { reason, topic, partition, offset, attempt };
  for (const [name, value] of Object.entries(said)) headers.push([`dlq.${name}`, `${value}`]);
  return { ...untouched, headers };
}
