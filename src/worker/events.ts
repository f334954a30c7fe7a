import type { TopicPartition } from "../log/index.js";

/** What a worker tells whoever listens: for logs, progress and tests. */
export type WorkerEvent =
  | { readonly kind: "started"; readonly group: string; readonly stages: readonly string[] }
  | {
      readonly kind: "resumed";
      readonly task: string;
      readonly entries: number;
      readonly positions: Readonly<Record<string, number>>;
    }
  | { readonly kind: "revoked"; readonly partitions: readonly TopicPartition[] }
  | { readonly kind: "committed"; readonly tasks: number; readonly records: number }
  /** Something is away; the worker tries again. `attempt`: 1 for the first try after a success. */
  | { readonly kind: "recovering"; readonly reason: string; readonly waitMs: number; readonly attempt: number }
  /** A copy of state could not be written; the worker goes on without it. */
  | { readonly kind: "store-failed"; readonly reason: string }
  | { readonly kind: "stopped" };
