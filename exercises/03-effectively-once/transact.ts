import { NotStarted, type Stored } from "tidemark/exercises";

/** A part of a consumer group's work: one partition. */
export interface Task {
  readonly group: string;
  readonly partition: number;
  /** The process that does it now. After a crash, or when it only seems to be dead, another one takes over. */
  readonly instance: string;
}

/** One thing that a transactional producer does. An offset is that of the next record to read. */
export type TxStep =
  | { readonly do: "init"; readonly transactionalId: string }
  | { readonly do: "begin" }
  | { readonly do: "send"; readonly value: string }
  | { readonly do: "sendOffset"; readonly partition: number; readonly offset: number }
  | { readonly do: "commit" };

/**
 * What a task does with a batch of its partition so that each record takes effect exactly once: a plan, which a small
 * broker carries out, stops anywhere, and has another instance take up from the committed offset.
 *
 * "init" comes first, and once. It ends what an instance with the same transactional id has left open, and locks that
 * instance out. So the id is the same for every instance of a task, and no two tasks (group and partition) share one.
 *
 * What is sent between "begin" and "commit" takes effect as a whole or not at all. The outputs of a record, in their
 * order, and the offset after it belong into one transaction; whether that holds one record or many is yours to choose.
 * After the last step all is committed: the outputs, and the offset after the last record, its offset + 1.
 *
 * @param task who does it
 * @param batch the next records of the task's partition, in the order of their offsets, which may have gaps
 * @param outputs what a record gives: none, one or several values
 * @returns for an empty batch nothing is sent, no value and no offset
 */
export function transact(
  task: Task,
  batch: readonly Stored[],
  outputs: (record: Stored) => readonly string[],
): TxStep[] {
  throw new NotStarted();
}
