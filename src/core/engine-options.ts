import type { Fates, Row } from "./operator.js";
import type { Plan } from "./plan.js";
import type { Sink } from "./result.js";
import type { TraceStep } from "./trace.js";
import type { JsonWatermark } from "./watermark.js";

/** Partitions by topic: how many, or which ones; a number alone holds for all topics. */
export type Partitions = number | { readonly [topic: string]: number | readonly number[] };

/** The partitions of a topic; one, numbered 0, where nothing is said. */
export function partitionsOf(partitions: Partitions | undefined, topic: string): readonly number[] {
  const all = typeof partitions === "number" ? partitions : 1;
  const own = typeof partitions === "object" && Object.hasOwn(partitions, topic) ? partitions[topic]! : all;
  return typeof own === "number" ? Array.from({ length: own }, (_, partition) => partition) : own;
}

/** Settings of an engine. All may be left out: nothing is told, and each topic has one partition. */
export interface EngineOptions<Out = Row> {
  /** Where everything goes that leaves; what is left out is not told. */
  readonly sink?: Partial<Sink<Out>>;
  /** 1 for each topic when left out. A record of another partition is a dead letter. */
  readonly partitions?: Partitions;
  /** Called after each step with all that it did. */
  readonly trace?: (step: TraceStep) => void;
  /** Whether changes of state are collected for `takeChanges`. */
  readonly changelog?: boolean;
  /** A clock for `maxFuture` where records have no append time; milliseconds since the epoch. */
  readonly now?: () => number;
}

/** One piece of state: which node's, its name there, and its value; `null` when it is gone. */
export type StateEntry = readonly [node: string, key: string, value: unknown];

/** All state as plain data: survives JSON. */
export interface Snapshot {
  /** The plan whose state it is. */
  readonly plan: Plan;
  readonly entries: readonly StateEntry[];
}

/** Where a node's inputs ended, what of them is still open, and what the node holds. */
export interface NodeCounters extends Readonly<Fates> {
  readonly open: number;
  readonly stateSize: number;
}

/** The watermark of a lane that feeds an internal topic: what the part downstream goes by. */
export interface Mark {
  readonly topic: string;
  readonly lane: number;
  readonly watermark: JsonWatermark;
  readonly idle: boolean;
}
