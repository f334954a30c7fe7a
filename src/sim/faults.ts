import type { StoryKind } from "./story.js";

/** The three moments of a call: it leaves the client, the broker has done it, the client is told. */
export type Phase = Exclude<StoryKind, "note">;

/** A place in a process's life: its nth step, or a named call. */
export type Where = {
  /** The process's name (default: every process but the observer's own "main"). */
  readonly process?: string;
  /** The life of the process: 1 is the first, 2 the one after the first restart (default 1). */
  readonly life?: number;
} & (
  | { readonly step: number }
  | {
      /** Beginning of the call's name: "commit", "send out", "send out[1]", "transaction.commit". */
      readonly call: string;
      /** Default "effect": the broker has acted, but nobody was told. "start": nothing has happened yet. */
      readonly phase?: Phase;
      /** Number of the matching call, from 1 (default 1). */
      readonly occurrence?: number;
    }
);

/** A span of simulated time, in milliseconds since the start; without `untilMs` it has no end. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs?: number;
}

/** A fault as a value. A run is fully described by its seed and its faults. */
export type Fault =
  | { readonly kind: "crash"; readonly where: Where; readonly lost: readonly number[] }
  | { readonly kind: "pause"; readonly where: Where; readonly forMs: number }
  | { readonly kind: "lose-answer"; readonly where: Where; readonly final: boolean }
  | { readonly kind: "unreachable"; readonly topic: string; readonly partition: number | null; readonly span: Span }
  | { readonly kind: "cut-off"; readonly process: string; readonly span: Span }
  | { readonly kind: "slow-network"; readonly process: string | null; readonly extraMs: number; readonly span: Span }
  | { readonly kind: "broker-restart"; readonly atMs: number; readonly downMs: number }
  | { readonly kind: "rebalance-storm"; readonly group: string; readonly everyMs: number; readonly span: Span }
  | { readonly kind: "clock-skew"; readonly process: string; readonly skewMs: number }
  | {
      readonly kind: "hung-transaction";
      readonly topic: string;
      readonly partition: number;
      readonly span: Span;
    };

/** The faults by name. All times are simulated milliseconds since the start of the run. */
export const fault = {
  /**
   * The process is gone after this step: its code never goes on, its clients fall silent. Requests that are under way
   * still arrive, except those in `lost`: 0 is the one that was sent first.
   */
  crash: (where: Where, options: { readonly lost?: readonly number[] } = {}): Fault => ({
    kind: "crash",
    where,
    lost: options.lost ?? [],
  }),
  /** A zombie: the process stands still after this step, and goes on later as if nothing had happened. */
  pause: (where: Where, forMs: number): Fault => ({ kind: "pause", where, forMs }),
  /**
   * The broker has done the call, its answer is lost, and the client retries: a producer without idempotence writes
   * twice. With `final` the client does not retry but reports that the outcome is unknown.
   */
  loseAnswer: (where: Where, options: { readonly final?: boolean } = {}): Fault => ({
    kind: "lose-answer",
    where,
    final: options.final ?? false,
  }),
  /** A partition (`null`: all partitions of the topic) answers nobody. */
  unreachable: (topic: string, partition: number | null, span: Span): Fault => ({
    kind: "unreachable",
    topic,
    partition,
    span,
  }),
  /** A process reaches no broker; the others do. */
  cutOff: (process: string, span: Span): Fault => ({ kind: "cut-off", process, span }),
  /** Every message of a process (`null`: of all) takes longer by `extraMs`, each way. */
  slowNetwork: (process: string | null, extraMs: number, span: Span): Fault => ({
    kind: "slow-network",
    process,
    extraMs,
    span,
  }),
  /** All brokers are away from `atMs` on, for `downMs`. Messages under way are lost; written records stay. */
  brokerRestart: (atMs: number, downMs: number): Fault => ({ kind: "broker-restart", atMs, downMs }),
  /** The group rebalances every `everyMs`, as if members came and went. */
  rebalanceStorm: (group: string, everyMs: number, span: Span): Fault => ({
    kind: "rebalance-storm",
    group,
    everyMs,
    span,
  }),
  /** The clock of a process is ahead by `skewMs` (behind, where negative). */
  clockSkew: (process: string, skewMs: number): Fault => ({ kind: "clock-skew", process, skewMs }),
  /** A stranger's transaction stays open in a partition, so that its last stable offset stands still. */
  hungTransaction: (topic: string, partition: number, span: Span): Fault => ({
    kind: "hung-transaction",
    topic,
    partition,
    span,
  }),
} as const;

/** A fault in a few words, for stories and reports. */
export function describeFault(value: Fault): string {
  const span = (s: Span): string => `from ${s.fromMs} ms ${s.untilMs === undefined ? "on" : `to ${s.untilMs} ms`}`;
  const where = (w: Where): string => {
    const who = `${w.process ?? "any process"}${w.life !== undefined && w.life > 1 ? ` (life ${w.life})` : ""}`;
    if ("step" in w) return `${who} at step ${w.step}`;
    const moment = { start: "before", effect: "inside", answer: "after" }[w.phase ?? "effect"];
    return `${who} ${moment} ${w.call}${(w.occurrence ?? 1) > 1 ? ` number ${w.occurrence}` : ""}`;
  };
  switch (value.kind) {
    case "crash":
      return `crash of ${where(value.where)}${value.lost.length === 0 ? "" : `, requests lost: ${value.lost.join(" ")}`}`;
    case "pause":
      return `pause of ${where(value.where)} for ${value.forMs} ms`;
    case "lose-answer":
      return `answer lost to ${where(value.where)}${value.final ? ", for good" : ""}`;
    case "unreachable":
      return `${value.topic}[${value.partition ?? "*"}] unreachable ${span(value.span)}`;
    case "cut-off":
      return `${value.process} cut off ${span(value.span)}`;
    case "slow-network":
      return `${value.process ?? "every process"} slower by ${value.extraMs} ms ${span(value.span)}`;
    case "broker-restart":
      return `brokers away at ${value.atMs} ms for ${value.downMs} ms`;
    case "rebalance-storm":
      return `group ${value.group} rebalances every ${value.everyMs} ms ${span(value.span)}`;
    case "clock-skew":
      return `clock of ${value.process} ahead by ${value.skewMs} ms`;
    case "hung-transaction":
      return `hung transaction in ${value.topic}[${value.partition}] ${span(value.span)}`;
  }
}
