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

/** Two records in a transaction; the offset goes first, and up to the next record. */
export function transact(
  task: Task,
  batch: readonly Stored[],
  outputs: (record: Stored) => readonly string[],
): TxStep[] {
  const steps: TxStep[] = [{ do: "init", transactionalId: `${task.partition} of ${task.group}` }];
  for (let at = 0; at < batch.length; at += 2) {
    const part = batch.slice(at, at + 2);
    const offset = batch[at + 2]?.offset ?? (part.at(-1)?.offset ?? 0) + 1;
    steps.push({ do: "begin" }, { do: "sendOffset", partition: task.partition, offset });
    for (const record of part) for (const value of outputs(record)) steps.push({ do: "send", value });
    steps.push({ do: "commit" });
  }
  return steps;
}
