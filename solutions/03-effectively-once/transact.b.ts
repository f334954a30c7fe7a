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

/** A transaction for each record. */
export function transact(
  task: Task,
  batch: readonly Stored[],
  outputs: (record: Stored) => readonly string[],
): TxStep[] {
  const steps: TxStep[] = [];
  for (const record of batch) {
    if (steps.length === 0) steps.push({ do: "init", transactionalId: JSON.stringify([task.group, task.partition]) });
    steps.push({ do: "begin" });
    for (const value of outputs(record)) steps.push({ do: "send", value });
    steps.push({ do: "sendOffset", partition: task.partition, offset: record.offset + 1 }, { do: "commit" });
  }
  return steps;
}
