import type { TimeUnit } from "../core/index.js";
import type { TopicPartition } from "../log/index.js";

/** The events that a worker reports: for logs, progress and tests. */
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
  /** A part is away; the worker tries again. `attempt`: 1 for the first try after a success. */
  | { readonly kind: "recovering"; readonly reason: string; readonly waitMs: number; readonly attempt: number }
  /** A copy of state could not be written; the worker goes on without it. */
  | { readonly kind: "store-failed"; readonly reason: string }
  /** A sink has given its position in a partition, and writing goes on there. */
  | ({ readonly kind: "sink-opened"; readonly position: number } & OfSink)
  /** A batch is in a sink. */
  | ({ readonly kind: "sunk"; readonly rows: number; readonly next: number } & OfSink)
  /** Records were deleted from the log before a sink had them. */
  | ({ readonly kind: "sink-missed"; readonly from: number; readonly to: number } & OfSink)
  /** A copy of a task's state is not used, with the reason; its state is read from the log instead. */
  | { readonly kind: "store-unused"; readonly task: string; readonly reason: string }
  /**
   * The first hundred event times of a topic are all within a month of 1970, or beyond the year 2200. `example` is one of
   * them, in milliseconds; `suspected` is what the field's numbers probably count.
   */
  | {
      readonly kind: "suspicious-times";
      readonly topic: string;
      readonly example: number;
      readonly suspected: TimeUnit;
    }
  /** The last records of a topic, this many, were all dead letters. Told once, until one of them can be used again. */
  | { readonly kind: "all-dead"; readonly topic: string; readonly records: number }
  /**
   * Input was deleted before it was read: this many offsets, from `from` up to, not including, `to`. `remade` is true
   * where the topic was deleted and made again, so that it ends before the committed offset. Then its records are read
   * from the start, and the state is still that of the old topic.
   */
  | ({
      readonly kind: "input-lost";
      readonly from: number;
      readonly to: number;
      readonly offsets: number;
      readonly remade: boolean;
    } & TopicPartition)
  /**
   * There is state, but no committed offset for it: the topic was deleted and made again, or the group's offsets have
   * expired. Reading begins at `position`, with the old state.
   */
  | ({ readonly kind: "offsets-forgotten"; readonly position: number } & TopicPartition)
  | { readonly kind: "stopped" };

interface OfSink extends TopicPartition {
  readonly sink: string;
}
