import type { WorkerEvent } from "./events.js";
import type { Reset } from "./resume.js";

/** The largest batch of a sink, for each partition. */
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
  /** "stopped" (the default): until `stop`. "end": up to the topic's end at the start, then it returns. */
  readonly until?: "stopped" | "end";
  readonly batch?: SinkBatching;
  /** The topic for rows that the sink refuses; counted and written nowhere when left out. */
  readonly dead?: string | null;
  /** The start of a partition that neither the sink nor the group knows; "earliest" when left out. */
  readonly reset?: Reset;
  /** The most records of one partition in one poll; 500 when left out. */
  readonly maxRecords?: number;
  /** After this long without a sign of life the group gives its partitions to others, in milliseconds. */
  readonly sessionTimeoutMs?: number;
  /** Called for each event when it happens. */
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
