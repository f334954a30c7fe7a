import type { ConformanceFile } from "./conformance/cases.js";

/** Where we differ from another engine's case on purpose, and why. */
export interface Difference {
  readonly file: ConformanceFile;
  /** The case's name, or what the names of all cases in question match. */
  readonly case: string | RegExp;
  /** What is compared; without it, everything of the case. */
  readonly aspect?: string | RegExp;
  /** Which rule of the semantics makes the difference. */
  readonly reason: string;
}

/** A row that makes no difference fails the test too, so that the table stays true. */
export const differences: readonly Difference[] = [
  {
    file: "beam-trigger-transcripts",
    case: /^timestamp_combiner_(earliest|latest)$|^known_late_data/,
    aspect: "result's time",
    reason: "Windows, result's time: a half-open window's result has the time end − 1, whatever events are in it.",
  },
  {
    file: "beam-trigger-transcripts",
    case: "early_late_sessions",
    reason:
      "Windows, session and emit: sessions join at a distance equal to the gap, and nothing is triggered by a count of events.",
  },
  {
    file: "beam-trigger-transcripts",
    case: /^(discarding_early_fixed|garbage_collection)$/,
    reason:
      "Windows, emit: a later revision stands for the whole window, and nothing is triggered by a count of events.",
  },
  {
    file: "bytewax-clock-session",
    case: /^(forwards by system time|slower item than system gap)$/,
    reason: "Watermarks, clocks: a clock decides idleness and the future guard only; a watermark moves with events.",
  },
  {
    file: "flink-window-operator",
    case: "testLateness (purging trigger, lateness 500)",
    reason:
      "Windows, emit: a late but allowed event revises the whole result; nothing is discarded when a result is sent.",
  },
  {
    file: "kafka-anomalies-executed",
    case: "left join: record far beyond window+grace is not dropped",
    reason:
      "Joins, stream–stream: a row is late by the watermark of its own input, so this one is on time, and unmatched.",
  },
  {
    file: "kafka-doc-table-stream-stream",
    case: /./,
    aspect: /^(left|outer): the step of each result$/,
    reason:
      "Joins, stream–stream: a row is kept until the other input's watermark has passed it, not a common stream time.",
  },
  {
    file: "kafka-doc-tables",
    case: "table-table-foreign-key",
    aspect: "inner",
    reason: "Joins, foreign key: only real changes are emitted; the documentation's third row repeats a tombstone.",
  },
  {
    file: "kafka-session-and-suppress",
    case: "shouldSupportFinalResultsForSessionWindows",
    aspect: "updates",
    reason:
      "Windows, sessions already emitted: unchanged bounds need no retraction; Kafka's sessions retract themselves.",
  },
  {
    file: "kafka-session-and-suppress",
    case: /^shouldSupportFinalResultsForTimeWindows/,
    aspect: "result's time",
    reason: "Windows, result's time: end − 1; Kafka takes the largest event's.",
  },
  {
    file: "kafka-sliding-window",
    case: "testEarlyRecordsSmallInput",
    reason: "Windows, sliding: negative starts are allowed; Kafka has no windows that start before 0.",
  },
  {
    file: "kafka-stream-table-join",
    case: /WithVersionedStore$/,
    reason:
      "Joins, temporal: an event waits until the table's watermark has passed it, so that later versions count too.",
  },
  {
    file: "kafka-table-table-join",
    case: /Versioned/,
    reason: "Tables: the last write of a key wins by offset, not by time.",
  },
  {
    file: "kafka-table-table-join",
    case: /test(Inner|Left|Outer)(Inner|Left|Outer)$/,
    aspect: "results",
    reason: "Joins, table–table: only real changes, each once; a table used twice is updated everywhere first.",
  },
  {
    file: "kafka-table-table-join",
    case: /test(Inner|Outer)Inner$/,
    aspect: "results, repeats left out",
    reason: "Joins: Kafka's chained inner joins on one table never delete; ours do.",
  },
  {
    file: "spark-structured-streaming",
    case: "dropDuplicatesWithinWatermark all columns",
    reason: "Dedup: an event is judged for as long as ts + H > W, and so is one that is merely behind the watermark.",
  },
];
