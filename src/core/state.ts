import { compareKeys } from "./canonical.js";
import type { StateEntry } from "./engine-options.js";
import type { Graph } from "./graph.js";
import { JoinInput } from "./join-input.js";
import { fromJsonSafe, toJsonSafe } from "./json-safe.js";
import type { Fates } from "./operator.js";
import type { Source } from "./source.js";
import type { Vertex } from "./vertex.js";
import { type JsonWatermark, watermarkFromJson, watermarkToJson } from "./watermark.js";

/** Names of the engine's own entries begin with it; those of operators, which are JSON or words, do not. */
const own = "~";
const fatesKey = `${own}fates`;
const inputKey = (input: number): string => `${own}input/${input}`;
const laneKey = (partition: number): string => `${own}lane/${partition}`;

/** A graph's state as entries: snapshots, changelogs and local stores are the same mechanism. */
export class StateStore {
  readonly #graph: Graph;
  /** The engine's own entries as they were last told or taken back, to tell only what has changed. */
  readonly #told = new Map<string, string>();
  readonly #vertices: ReadonlyMap<string, Vertex>;
  readonly #sources: ReadonlyMap<string, Source>;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#vertices = new Map(graph.vertices.map((vertex) => [vertex.node, vertex]));
    this.#sources = new Map(graph.sources.map((source) => [source.spec.node, source]));
  }

  /** All entries, by node in the plan's order, then by name in code units. */
  entries(): StateEntry[] {
    const entries: StateEntry[] = [];
    for (const vertex of this.#graph.vertices) {
      const named = [...(vertex.operator?.entries() ?? [])].sort((a, b) => compareKeys(a[0], b[0]));
      for (const [key, value] of named) entries.push([vertex.node, key, toJsonSafe(value)]);
      entries.push(...this.#ownEntries(vertex));
    }
    return entries;
  }

  /** Watermarks of partitions and of a join's inputs that were raised, and the counters of fates. */
  #ownEntries({ node, fates, inputs }: Vertex): StateEntry[] {
    const source = this.#sources.get(node);
    const entries: StateEntry[] = [[node, fatesKey, { ...fates }]];
    for (const partition of source?.partitions() ?? []) {
      entries.push([node, laneKey(partition), source!.lane(partition)!.save()]);
    }
    inputs.forEach((input, i) => {
      if (input instanceof JoinInput && input.raised !== Number.NEGATIVE_INFINITY)
        entries.push([node, inputKey(i), watermarkToJson(input.raised)]);
    });
    return entries;
  }

  /** Watermarks first, since operators look at them when they take their entries back. */
  load(entries: Iterable<StateEntry>): void {
    const later: StateEntry[] = [];
    for (const entry of entries) {
      if (this.#loadOwn(entry)) this.#isNews(entry);
      else later.push(entry);
    }
    for (const { group } of this.#graph.sources) {
      group.idle = group.lanes.length > 0 && group.lanes.every(({ idle }) => idle);
      group.combine();
    }
    for (const { group } of this.#graph.vertices) group.refresh();
    this.#graph.tellLanes();
    for (const [node, key, value] of later) this.#operatorOf(node).load(key, fromJsonSafe(value));
    for (const vertex of this.#graph.vertices) {
      vertex.refreshInputs();
      vertex.refreshGroup();
    }
    this.#graph.tellLanes();
  }

  #loadOwn([node, key, value]: StateEntry): boolean {
    if (!key.startsWith(own)) return false;
    if (key === fatesKey) {
      const vertex = this.#vertices.get(node);
      if (vertex === undefined) throw changedPlan(node);
      Object.assign(vertex.fates, value as Fates);
      return true;
    }
    const raisedInput = this.#vertices.get(node)?.inputs.find((_, i) => inputKey(i) === key);
    if (raisedInput instanceof JoinInput) {
      raisedInput.raised = watermarkFromJson(value as JsonWatermark);
      raisedInput.watermark = raisedInput.raised;
      return true;
    }
    const source = this.#sources.get(node);
    if (source === undefined) throw changedPlan(node);
    for (const partition of source.partitions()) {
      if (laneKey(partition) === key) source.lane(partition)!.load(value);
    }
    return true;
  }

  #operatorOf(node: string) {
    const operator = this.#vertices.get(node)?.operator;
    if (operator === undefined || operator === null) throw changedPlan(node);
    return operator;
  }

  takeChanges(): StateEntry[] {
    const changes: StateEntry[] = [];
    for (const vertex of this.#graph.vertices) {
      const { node, operator, changed } = vertex;
      for (const key of [...changed].sort(compareKeys)) {
        changes.push([node, key, toJsonSafe(operator!.entry(key) ?? null)]);
      }
      changed.clear();
      for (const entry of this.#ownEntries(vertex)) if (this.#isNews(entry)) changes.push(entry);
    }
    return changes;
  }

  /** True for an entry that differs from its last telling. From here on it counts as told. */
  #isNews([node, key, value]: StateEntry): boolean {
    const name = JSON.stringify([node, key]);
    const text = JSON.stringify(value);
    if (this.#told.get(name) === text) return false;
    this.#told.set(name, text);
    return true;
  }
}

const changedPlan = (node: string): Error =>
  new Error(`the state has a step "${node}" that this plan has not. Try: the plan that wrote it, or a fresh start`);
