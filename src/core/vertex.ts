import type { LaneGroup } from "./lanes.js";
import type { Context, Emit, Fates, Key, Lane, Operator, Row, Window } from "./operator.js";
import type { PlanNode } from "./plan.js";
import type { InputRecord } from "./record.js";
import type { Sink } from "./result.js";

/** What a graph needs from the engine around it. */
export interface Surroundings {
  readonly sink: Sink;
  readonly changelog: boolean;
  readonly closed: ((window: Window) => void) | null;
  readonly now: (() => number) | null;
  partitionsOf(topic: string): readonly number[];
  /** The record that is being processed; `null` while windows fire. */
  input(): InputRecord | null;
}

/** What a vertex asks of its graph. */
interface FiringGraph {
  anyPutOff: boolean;
  readonly isFiring: boolean;
  catchUp(): void;
}

const noFates = (): Fates => ({ in: 0, result: 0, late: 0, dead: 0, duplicate: 0, unmatched: 0, filtered: 0 });

/** An operator in its place: what it reads, what it owns, what of it has changed. */
export class Vertex implements Context {
  readonly #around: Surroundings;
  readonly #graph: FiringGraph;
  readonly node: string;
  readonly fates = noFates();
  readonly changed = new Set<string>();
  readonly changelog: boolean;
  readonly closed: ((window: Window) => void) | null;
  readonly lane: Lane;
  operator: Operator | null = null;
  isPutOff = false;

  /** @param group the lanes of what it emits: its own, or those of its input */
  constructor(
    readonly plan: PlanNode,
    readonly inputs: readonly LaneGroup[],
    readonly group: LaneGroup,
    readonly emit: Emit,
    around: Surroundings,
    graph: FiringGraph,
  ) {
    this.#around = around;
    this.#graph = graph;
    this.node = plan.id;
    this.lane = group.lanes[0]!;
    this.changelog = around.changelog;
    this.closed = around.closed;
  }

  watermark(input = 0): number {
    return this.inputs[input]!.watermark;
  }
  refreshLane(): void {
    if (this.#graph.isFiring) return;
    this.group.refresh();
    if (this.ownsGroup) this.group.tellLane();
  }
  /** Takes in how far its inputs are. */
  refreshInputs(): void {
    for (const input of this.inputs) input.refresh();
  }
  /** Whether its results have a lane of their own. */
  get ownsGroup(): boolean {
    return this.group !== this.inputs[0];
  }
  /** Brings the watermark of its results, where it has one, up to date with its inputs. */
  refreshGroup(): void {
    const { group, inputs, operator } = this;
    if (!this.ownsGroup) return;
    group.refresh();
    group.idle = inputs.every((input) => input.idle) && !operator!.holdsResults;
  }
  wakeAt(time: number, input = 0): void {
    const group = this.inputs[input]!;
    group.wakeAt(time);
    if (group.watermark >= time) this.#graph.catchUp();
  }
  putOff(): void {
    this.isPutOff = true;
    this.#graph.anyPutOff = true;
  }
  touch(entryKey: string): void {
    this.changed.add(entryKey);
  }
  late(reason: string, watermark: number, key: Key | null, row: Row, ts: number): void {
    this.fates.late++;
    this.#around.sink.late({ node: this.node, reason, watermark, key, row, ts, input: this.#around.input() });
  }
  dead(reason: string, message: string, key: Key | null, row: Row | null, ts: number | null): void {
    this.fates.dead++;
    this.#around.sink.dead({ node: this.node, reason, message, key, row, ts, input: this.#around.input() });
  }
  partlyLate(watermark: number, key: Key | null, row: Row, ts: number, missed: readonly Window[]): void {
    this.#around.sink.notice({ kind: "partly-late", node: this.node, watermark, key, row, ts, missed });
  }
}
