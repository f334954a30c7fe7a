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

/** Sends equal outputs of the batch only once. */
export function transact(
  task: Task,
  batch: readonly Stored[],
  outputs: (record: Stored) => readonly string[],
): TxStep[] {
  const init: TxStep = { do: "init", transactionalId: `${task.group}-${task.partition}` };
  const last = batch.at(-1);
  if (last === undefined) return [init];
  const sends = [...new Set(batch.flatMap(outputs))].map((value): TxStep => ({ do: "send", value }));
  const offset = last.offset + 1;
  return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset }, { do: "commit" }];
}
