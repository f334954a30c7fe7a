import { FutureGuard, type FutureLimits } from "./future-guard.js";
import type { Lane } from "./operator.js";
import {
  BoundedOutOfOrderness,
  combineWatermarks,
  type JsonWatermark,
  watermarkFromJson,
  watermarkToJson,
} from "./watermark.js";

/** A partition of a source: its watermark, whether it is idle, and its future guard. */
export class SourceLane extends BoundedOutOfOrderness implements Lane {
  idle = false;
  readonly guard: FutureGuard | null;

  constructor(
    readonly id: number,
    delayMs: number,
    limits: FutureLimits | null,
  ) {
    super(delayMs);
    this.guard = limits === null ? null : new FutureGuard(limits);
  }

  /** Its state as JSON-safe data. */
  save(): unknown {
    const { watermark, idle, guard } = this;
    return { watermark: watermarkToJson(watermark), idle, newest: guard?.newest ?? null, jumps: guard?.jumps ?? 0 };
  }

  load(saved: unknown): void {
    const { watermark, idle, newest, jumps } = saved as {
      watermark: JsonWatermark;
      idle: boolean;
      newest: number | null;
      jumps: number;
    };
    this.watermark = watermarkFromJson(watermark);
    this.idle = idle;
    if (this.guard !== null) {
      this.guard.newest = newest;
      this.guard.jumps = jumps;
    }
  }
}

/** The lane of an operator's own results. */
export class ResultLane implements Lane {
  readonly id = 0;
  /** Whether nothing comes from its operator until one of its inputs is active again. */
  idle = false;
  watermark = Number.NEGATIVE_INFINITY;
}

/**
 * The lanes that reach a node, and the watermark that they make together. A source owns one; an operator that fires by
 * watermark owns one with a single lane; all others hand on the group of their input.
 */
export class LaneGroup {
  watermark = Number.NEGATIVE_INFINITY;
  /** Nothing downstream fires before `watermark` reaches this: the one comparison for each event. */
  nextTimer = Number.POSITIVE_INFINITY;
  /** Whether all lanes are idle. */
  idle = false;
  /** Called before the watermark reaches `nextTimer`: what follows may be brought up to date by the one before. */
  onDue: () => void = () => {};

  /**
   * @param upstream the groups of the inputs of the operator that owns this one; empty for a source
   * @param holdMs how far its results may lie behind the watermark that fires them
   */
  constructor(
    readonly lanes: readonly (SourceLane | ResultLane)[],
    readonly upstream: readonly LaneGroup[] = [],
    readonly holdMs = 0,
  ) {}

  /** Recomputes the watermark from the lanes. */
  combine(): void {
    const combined = combineWatermarks(this.watermark, this.lanes);
    if (combined >= this.nextTimer) this.onDue();
    this.watermark = combined;
  }

  /**
   * Brings an operator's group up to date with its inputs, all the way up to a source or to an operator that still has to
   * fire: what it fires must find its own watermark as it was, or it would be late for the steps behind it.
   */
  refresh(): void {
    const { upstream } = this;
    if (upstream.length === 0) return;
    for (let i = 0; i < upstream.length; i++) upstream[i]!.refresh();
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < upstream.length; i++) if (upstream[i]!.watermark < least) least = upstream[i]!.watermark;
    if (least - this.holdMs > this.watermark) this.watermark = least - this.holdMs;
  }

  /** Tells the lane of an operator's results how far they are: from now on they are judged by that. */
  tellLane(): void {
    const lane = this.lanes[0]!;
    lane.watermark = this.watermark;
    lane.idle = this.idle;
  }

  /** Asks to be woken when this group's watermark reaches `time`. Inputs that are already there need not call. */
  wakeAt(time: number): void {
    if (time >= this.nextTimer) return;
    this.nextTimer = time;
    for (const group of this.upstream) if (group.watermark < time + this.holdMs) group.wakeAt(time + this.holdMs);
  }
}
