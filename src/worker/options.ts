import type { BigIntegers } from "./big-integers.js";
import type { SinkBatching } from "./drain-options.js";
import type { WorkerEvent } from "./events.js";
import type { Files } from "./files.js";
import type { GuaranteeName } from "./guarantee.js";
import type { Reset } from "./resume.js";
import type { Scheduled } from "./schedule.js";
import type { TopicSink } from "./sink.js";

/** Settings of a worker. All may be left out: the worker then runs at least once, until it is stopped. */
export interface WorkerOptions {
  /** The consumer group; the plan's name when left out. Instances of one group share the partitions. */
  readonly group?: string;
  /** At-least-once when left out. */
  readonly guarantee?: GuaranteeName;
  /**
   * "stopped" (the default): until `stop`. "end": up to the inputs' ends at the start, then their windows close and it
   * returns.
   */
  readonly until?: "stopped" | "end";
  /** The start of a partition without a committed offset; "earliest" when left out. */
  readonly reset?: Reset;
  /** Milliseconds between two commits; 100 when left out. */
  readonly commitEveryMs?: number;
  /** The most outputs that wait for a commit before it is made early; 10,000 when left out. */
  readonly maxPending?: number;
  /** The most records of one partition in one poll; 500 when left out. */
  readonly maxRecords?: number;
  /** After this long without a sign of life the group gives its partitions to others, in milliseconds. */
  readonly sessionTimeoutMs?: number;
  /**
   * A name that this instance keeps over restarts. No other instance of the group may have it. After a restart, also
   * after a crash, the instance then takes its tasks at once. Without it the group first waits until the session of the
   * dead instance is over.
   */
  readonly instanceId?: string;
  /** After this long without a poll (a restore that takes longer, a step that hangs) it leaves its group; 300,000 when left out. */
  readonly maxPollMs?: number;
  /** After this long an open transaction is aborted, in milliseconds; 60,000 when left out. */
  readonly transactionTimeoutMs?: number;
  /** For the guarantee "checkpoint": the folder, and the disk if it is not the machine's own. */
  readonly checkpoint?: { readonly folder: string; readonly files?: Files };
  /**
   * A copy of the state on this machine, so that a restart reads only the tail of the changelogs: the folder, how often it
   * is written in milliseconds (10,000 when left out), and the disk where it is not the machine's own.
   */
  readonly store?: { readonly folder: string; readonly everyMs?: number; readonly files?: Files };
  /**
   * Sinks outside the log, in addition to the topics that the pipeline writes: a topic's name, and the sink for its
   * rows. Each goes on at its own place; `TopicSink` tells its guarantee. With `until: "end"` the sinks follow when
   * everything is computed.
   */
  readonly sinks?: Readonly<Record<string, TopicSink | readonly TopicSink[]>>;
  /** The largest batch of these sinks. */
  readonly sinkBatch?: SinkBatching;
  /**
   * Whole numbers beyond ±(2⁵³ − 1) in the JSON of inputs: "number" (the default) takes the nearest double, so that neighboring
   * ids become one; "text" keeps their digits as a text, which a schema such as `z.coerce.string()` takes for every id.
   */
  readonly bigIntegers?: BigIntegers;
  /** The worker is not ready after this time without an answer of the log, in milliseconds; 10,000 when left out. */
  readonly awayAfterMs?: number;
  /** Called once, before the first record. */
  onStarted?(): void | Promise<void>;
  /** Work by the clock: timers and cron patterns. */
  readonly schedule?: readonly Scheduled[];
  /** Called for each event when it happens. */
  observe?(event: WorkerEvent): void;
  /** Stops it, as `stop` does. */
  readonly signal?: AbortSignal;
}
