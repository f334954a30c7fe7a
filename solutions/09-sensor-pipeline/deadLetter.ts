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

/** What is said now; then what was there without it. */
export function deadLetter(record: ReadRecord, reason: string): DeadLetter {
  const { key, value, ts, topic, partition, offset, headers } = record;
  const died = headers.findLast(([name]) => name === "dlq.attempt")?.[1] ?? "0";
  const said: Headers = [
    ["dlq.reason", reason],
    ["dlq.topic", topic],
    ["dlq.partition", String(partition)],
    ["dlq.offset", String(offset)],
    ["dlq.attempt", String(Number(died) + 1)],
  ];
  const names = said.map(([name]) => name);
  const others = headers.filter(([name]) => !names.includes(name));
  return { key, value, ts, headers: [...others, ...said] };
}
