/**
 * The plan: what a pipeline does, as frozen plain data that survives JSON. The builder (builder.ts) makes it with types;
 * the engine, explain and Flink SQL read it. Functions, schemas and fixed tables stand beside it, by name.
 */

/** How `filter` compares a field with a value. */
export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";
/** A value that a plan can hold. */
export type Scalar = string | number | boolean;

/** A kind of window with its lengths in milliseconds, made by `tumbling`, `hopping`, `sliding` or `session`. */
export type WindowSpec =
  | { readonly kind: "tumbling"; readonly sizeMs: number; readonly offsetMs: number }
  | { readonly kind: "hopping"; readonly sizeMs: number; readonly hopMs: number; readonly offsetMs: number }
  | { readonly kind: "sliding"; readonly differenceMs: number }
  | { readonly kind: "session"; readonly gapMs: number };

/** When a window's results are sent, made by `final`, `updates`, `early` or `complete`. */
export type EmitSpec =
  | { readonly kind: "final" }
  | { readonly kind: "updates" }
  | { readonly kind: "early"; readonly everyMs: number }
  | { readonly kind: "complete" };

/** An aggregate of a group's rows, made by `count`, `sum` and their like. */
export type AggregateSpec =
  | { readonly kind: "count" }
  | {
      readonly kind: "sum" | "min" | "max" | "mean" | "first" | "last" | "collect" | "countDistinct";
      readonly field: string;
    }
  | { readonly kind: "topK"; readonly field: string; readonly k: number };
/** The aggregates of a step, under the names of their result fields. */
export type Aggregates = { readonly [name: string]: AggregateSpec };

/** What whole numbers of an event time field count. */
export type TimeUnit = "seconds" | "milliseconds" | "microseconds";

/** Which event time a source's rows carry, and what is believed about their disorder. */
export interface EventTimeSpec {
  readonly field: string;
  /** Left out: milliseconds. */
  readonly unit?: TimeUnit;
  readonly outOfOrdernessMs: number;
  /** `null`: off, as are all decisions by a clock unless asked for. */
  readonly idleAfterMs: number | null;
  /** Left out: an idle topic waits. "close": once all that is read is idle, the watermark follows the clock. */
  readonly whenIdle?: "close";
  readonly maxFutureMs: number | null;
  readonly maxJumpMs: number | null;
  readonly jumpConfirmations: number | null;
}

/** A field of one side of a join, made by `left` or `right`. */
export type SelectedField = { readonly side: "left" | "right"; readonly field: string };
/** The fields of a joined row, under their new names. */
export type SelectedFields = { readonly [name: string]: SelectedField };
/** The rows without a partner that a join keeps: none, those of the left side, or those of both. */
export type JoinKind = "inner" | "left" | "outer";

/** One step. `id` is unique in the plan and stable: it names the step in errors, metrics, changelogs and snapshots. */
export type PlanNode = { readonly id: string; readonly inputs: readonly string[] } & PlanStep;

/** One step of a plan, without its name and its inputs. */
export type PlanStep =
  /** A topic of events. `key`: the field that its records are keyed by, where that is declared; else their key is not relied on. */
  | { readonly op: "stream"; readonly topic: string; readonly key: string | null; readonly eventTime: EventTimeSpec }
  /** A topic that is a changelog: last write of each key wins, a null value deletes. With `eventTime` its versions are kept for temporal joins. */
  | {
      readonly op: "table";
      readonly topic: string;
      readonly key: string;
      /** Left out: the key's plain text. "schema": by the schema that stands beside the plan. */
      readonly recordKey?: "json" | "schema";
      readonly eventTime: EventTimeSpec | null;
    }
  | { readonly op: "filter"; readonly field: string; readonly comparison: Comparison; readonly value: Scalar }
  /** Opaque: the function stands beside the plan under this name. */
  | { readonly op: "filterFunction" | "mapFunction"; readonly name: string }
  | { readonly op: "select"; readonly fields: { readonly [name: string]: string } }
  | { readonly op: "keyBy"; readonly field: string }
  | {
      readonly op: "lookup";
      readonly table: string;
      readonly on: string;
      readonly as: string;
      readonly unmatched: "null" | "dead";
    }
  | { readonly op: "dedup"; readonly field: string; readonly horizonMs: number }
  | {
      readonly op: "window";
      readonly window: WindowSpec;
      readonly latenessMs: number;
      readonly emit: EmitSpec;
      readonly aggregates: Aggregates;
    }
  /** Running aggregates of a keyed stream, without windows: stream in, table out. */
  | { readonly op: "aggregate"; readonly aggregates: Aggregates }
  /** Rows of a table grouped by another field: the old group's change first, then the new one's. */
  | { readonly op: "groupTable"; readonly field: string; readonly aggregates: Aggregates }
  | {
      readonly op: "joinStreams";
      readonly kind: JoinKind;
      readonly beforeMs: number;
      readonly afterMs: number;
      readonly latenessMs: number;
      readonly select: SelectedFields;
    }
  | { readonly op: "joinTable"; readonly kind: "inner" | "left"; readonly select: SelectedFields }
  | {
      readonly op: "joinAsOf";
      readonly kind: "inner" | "left";
      readonly latenessMs: number;
      readonly select: SelectedFields;
    }
  | { readonly op: "joinTables"; readonly kind: JoinKind; readonly select: SelectedFields }
  | {
      readonly op: "joinForeignKey";
      readonly field: string;
      readonly kind: "inner" | "left";
      readonly select: SelectedFields;
    }
  | { readonly op: "sink"; readonly topic: string }
  /** Only in what `split` makes: rows leave for an internal topic that is keyed anew … */
  | { readonly op: "internalSink"; readonly topic: string }
  /** … and come back from it, keyed by this field. */
  | {
      readonly op: "internalSource";
      readonly topic: string;
      readonly field: string;
      /** How far its watermark stays behind the clock while all inputs are idle; left out, it does not follow the clock. */
      readonly closeAfterMs?: number;
    }
  /** The two sides of `groupTable`: what enters and leaves each group is told here … */
  | { readonly op: "tableMoves"; readonly field: string; readonly aggregates: Aggregates }
  /** … and taken in there. */
  | { readonly op: "groupMoves"; readonly field: string; readonly aggregates: Aggregates }
  /** The two sides of `joinForeignKey`: the left table subscribes, through `topic`, to the rows that it names … */
  | {
      readonly op: "foreignKeyLeft";
      readonly topic: string;
      readonly field: string;
      readonly kind: "inner" | "left";
      readonly select: SelectedFields;
    }
  /** … and the right one answers. */
  | { readonly op: "foreignKeyRight" };

/** A pipeline as frozen data: its steps in order. Survives JSON. */
export interface Plan {
  readonly name: string;
  /** In an order in which every node stands after its inputs. A node may be used by several others. */
  readonly nodes: readonly PlanNode[];
  /** Topics for what arrived too late and for what could not be used; `null`: counted and handed to the caller, written nowhere. */
  readonly late: string | null;
  readonly dead: string | null;
}
