import { createOperator, holdOf } from "./compile.js";
import type { Mark } from "./engine-options.js";
import { JoinInput } from "./join-input.js";
import { LaneGroup, ResultLane, SourceLane } from "./lanes.js";
import type { Emit } from "./operator.js";
import type { Pipeline } from "./pipeline.js";
import type { PlanNode } from "./plan.js";
import { recordKeyReader } from "./record-key.js";
import { Source } from "./source.js";
import { type Surroundings, Vertex } from "./vertex.js";
import { watermarkToJson } from "./watermark.js";

/** A plan wired up: sources, and operators in the plan's order, each after its inputs. */
export class Graph {
  readonly sources: Source[] = [];
  readonly vertices: Vertex[] = [];
  anyPutOff = false;
  /** Whether something fires at the end of this step: a timer is reached, or a partition falls idle or comes back. */
  isDue = false;
  /** While it fires, no group may run ahead of the results that are still to come. */
  isFiring = false;
  readonly #groups: LaneGroup[] = [];

  constructor(pipeline: Pipeline, around: Surroundings) {
    const { nodes } = pipeline.plan;
    const groupOf = new Map<string, LaneGroup>();
    const lanesOf = new Map<string, Map<number, SourceLane>>();
    const inputsOf = new Map<string, readonly LaneGroup[]>();
    for (const node of nodes) {
      const groups = node.inputs.map((id) => groupOf.get(id)!);
      const inputs = joinsByTime.has(node.op) ? JoinInput.several(groups) : groups;
      inputsOf.set(node.id, inputs);
      const holdMs = holdOf(node);
      let group = inputs[0];
      if (group === undefined) {
        const lanes = sourceLanes(node, around);
        lanesOf.set(node.id, lanes);
        group = new LaneGroup([...lanes.values()]);
        group.onDue = () => this.catchUp();
      } else if (holdMs !== null) group = new LaneGroup([new ResultLane()], inputs, holdMs);
      groupOf.set(node.id, group);
    }
    this.#groups = [...new Set([...groupOf.values(), ...[...inputsOf.values()].flat()])];

    // from the sinks up, so that whoever emits knows whom to
    const consumers = new Map<string, Emit[]>(nodes.map((node) => [node.id, []]));
    for (const node of [...nodes].reverse()) {
      const group = groupOf.get(node.id)!;
      const inputs = inputsOf.get(node.id)!;
      const vertex = new Vertex(
        node,
        inputs.length > 0 ? inputs : [group],
        group,
        toAll(consumers.get(node.id)!),
        around,
        this,
      );
      vertex.operator = createOperator(node, vertex, pipeline, around.sink);
      this.vertices.unshift(vertex);
      const entrance = vertex.operator?.inputs ?? [vertex.emit];
      node.inputs.forEach((id, i) => {
        // nodes are visited backwards: consumers stand in the plan's order when each goes before those after it
        consumers
          .get(id)!
          .splice(i === 0 ? 0 : node.inputs.slice(0, i).filter((other) => other === id).length, 0, entrance[i]!);
      });
      const lanes = lanesOf.get(node.id);
      if (lanes !== undefined) this.sources.unshift(sourceOf(vertex, group, lanes, entrance[0]!, pipeline, around));
    }
  }

  /** Lets the operators that have put something off emit it, upstream first. */
  settle(): void {
    this.anyPutOff = false;
    for (const vertex of this.vertices) this.#settleOne(vertex);
  }

  #settleOne(vertex: Vertex): void {
    if (!vertex.isPutOff) return;
    vertex.isPutOff = false;
    vertex.operator!.settle();
  }

  /**
   * Brings all groups up to date before a watermark that fires something advances: what fires is judged by the watermark before
   * it. Once in a step.
   */
  catchUp(): void {
    if (this.isDue) return;
    this.isDue = true;
    for (const { group } of this.vertices) group.refresh();
    this.tellLanes();
  }

  /** Results are judged by how far their lanes are from now on. */
  tellLanes(): void {
    for (const vertex of this.vertices) if (vertex.ownsGroup) vertex.group.tellLane();
  }

  /**
   * Fires what the watermarks have closed, node by node: each node takes in how far its inputs are when all that they fired has
   * reached it. The lanes advance when all have fired. So no result is late for the nodes behind it.
   */
  fire(): void {
    this.isFiring = true;
    for (const vertex of this.vertices) {
      this.#settleOne(vertex);
      if (vertex.operator === null) continue;
      vertex.refreshInputs();
      vertex.operator.advance();
      this.#settleOne(vertex);
      vertex.refreshGroup();
    }
    this.tellLanes();
    this.isFiring = false;
    this.anyPutOff = false;
    this.isDue = false;
    this.schedule();
  }

  /** The watermarks of the lanes that feed internal topics. */
  marks(): Mark[] {
    return this.vertices.flatMap(({ plan, inputs }) => {
      const { watermark, lanes } = inputs[0]!;
      if (plan.op === "foreignKeyLeft")
        return [{ topic: plan.topic, lane: 0, watermark: watermarkToJson(watermark), idle: false }];
      if (plan.op !== "internalSink") return [];
      const { topic } = plan;
      return lanes.map(({ id, watermark, idle }) => ({ topic, lane: id, watermark: watermarkToJson(watermark), idle }));
    });
  }

  /** Asks anew for every timer. One that was asked for while all fired may have been reached since. */
  schedule(): void {
    for (const group of this.#groups) group.nextTimer = Number.POSITIVE_INFINITY;
    for (const { operator, inputs } of this.vertices) {
      if (operator === null) continue;
      for (let i = 0; i < inputs.length; i++) {
        const time = operator.nextTimer(i);
        if (time !== Number.POSITIVE_INFINITY) inputs[i]!.wakeAt(time);
      }
    }
  }
}

/** Steps whose inputs wait for each other by event time. */
const joinsByTime: ReadonlySet<PlanNode["op"]> = new Set(["joinStreams", "joinAsOf"]);

const toAll = (consumers: readonly Emit[]): Emit => {
  if (consumers.length === 1) return consumers[0]!;
  return (key, row, ts, lane, window, revision) => {
    for (const consumer of consumers) consumer(key, row, ts, lane, window, revision);
  };
};

const topicOf = (node: PlanNode): string => ("topic" in node ? node.topic : node.id);

function closeAfterMs(node: PlanNode): number | null {
  if (node.op === "internalSource") return node.closeAfterMs ?? null;
  const eventTime = node.op === "stream" || node.op === "table" ? node.eventTime : null;
  return eventTime?.whenIdle === "close" ? eventTime.idleAfterMs : null;
}

function sourceLanes(node: PlanNode, around: Surroundings): Map<number, SourceLane> {
  const topic = topicOf(node);
  const eventTime = node.op === "stream" || node.op === "table" ? node.eventTime : null;
  const guarded = eventTime !== null && (eventTime.maxFutureMs !== null || eventTime.maxJumpMs !== null);
  return new Map(
    around
      .partitionsOf(topic)
      .map((id) => [id, new SourceLane(id, eventTime?.outOfOrdernessMs ?? 0, guarded ? eventTime : null)]),
  );
}

function sourceOf(
  vertex: Vertex,
  group: LaneGroup,
  lanes: ReadonlyMap<number, SourceLane>,
  emit: Emit,
  pipeline: Pipeline,
  around: Surroundings,
): Source {
  const { plan } = vertex;
  const declared = plan.op === "stream" || plan.op === "table" ? plan : null;
  const topic = topicOf(plan);
  const spec = {
    node: plan.id,
    topic,
    kind: declared?.op ?? ("internal" as const),
    keyField: declared?.key ?? null,
    recordKey: declared?.op === "table" ? recordKeyReader(declared, pipeline.keySchemas) : null,
    eventTime: declared?.eventTime ?? null,
    closeAfterMs: closeAfterMs(plan),
    schema: Object.hasOwn(pipeline.schemas, topic) ? pipeline.schemas[topic]! : null,
    feedsOperator: vertex.operator !== null,
    now: around.now,
    dead: vertex.dead.bind(vertex),
  };
  return new Source(spec, group, lanes, vertex.fates, emit);
}
