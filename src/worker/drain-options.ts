import type { WorkerEvent } from "./events.js";
import type { Reset } from "./resume.js";

/** How big a batch of a sink gets, in each partition. */
export interface SinkBatching {
  /** This many rows at most; 1,000 when left out. */
  readonly rows?: number;
  /** A batch is written this long after its first row at the latest, in milliseconds; 500 when left out. */
  readonly everyMs?: number;
}

/** Settings of a drain, which carries a topic's records to a sink. */
export interface DrainOptions {
  /** The consumer group; the topic and the sink's name when left out. Instances of one group share the partitions. */
  readonly group?: string;
  /** "stopped" (the default): until `stop`. "end": what the topic holds at the start, then it returns. */
  readonly until?: "stopped" | "end";
  readonly batch?: SinkBatching;
  /** The topic for rows that the sink refuses; counted and written nowhere when left out. */
  readonly dead?: string | null;
  /** Where a partition starts of which neither sink nor group knows; "earliest" when left out. */
  readonly reset?: Reset;
  /** Records of one partition that one poll hands out at most; 500 when left out. */
  readonly maxRecords?: number;
  /** After this long without a sign of life the group gives its partitions to others, in milliseconds. */
  readonly sessionTimeoutMs?: number;
  /** Told what happens, as it happens. */
  observe?(event: WorkerEvent): void;
  /** Stops it, as `stop` does. */
  readonly signal?: AbortSignal;
}

/** Figures of a drain. After a failure rows are written again, and counted again. */
export interface DrainSummary {
  readonly rows: number;
  readonly batches: number;
  /** Rows that the sink refused. */
  readonly dead: number;
}
