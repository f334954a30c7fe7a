import type { Stored } from "tidemark/exercises";

export interface Task {
  readonly group: string;
  readonly partition: number;
  readonly instance: string;
}

export type TxStep =
  | { readonly do: "init"; readonly transactionalId: string }
  | { readonly do: "begin" }
  | { readonly do: "send"; readonly value: string }
  | { readonly do: "sendOffset"; readonly partition: number; readonly offset: number }
  | { readonly do: "commit" };

/** Commits the offset in a transaction of its own, before that of the outputs. */
export function transact(
  task: Task,
  batch: readonly Stored[],
  outputs: (record: Stored) => readonly string[],
): TxStep[] {
  const init: TxStep = { do: "init", transactionalId: `${task.group}-${task.partition}` };
  const steps = batch.flatMap((record): TxStep[] => [
    { do: "begin" },
    { do: "sendOffset", partition: task.partition, offset: record.offset + 1 },
    { do: "commit" },
    { do: "begin" },
    ...outputs(record).map((value): TxStep => ({ do: "send", value })),
    { do: "commit" },
  ]);
  return [init, ...steps];
}
