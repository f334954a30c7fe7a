import type { EmitSpec, EventTimeSpec, Pipeline, PlanNode, PlanStep, SelectedFields, WindowSpec } from "tidemark/core";
import { partitionOf } from "../../../src/log/index.js";
import { type Random, random } from "../../../src/seeded/index.js";
import type { Action } from "../model/sources.js";

/** A whole plan and what happens to it. */
export interface PlanCase {
  readonly pipeline: Pipeline;
  readonly partitions: { readonly [topic: string]: number };
  readonly actions: readonly Action[];
  /** After how many actions the plan is stopped and goes on from its state; ∞ for never. */
  readonly restartAt: number;
}

/** What a plan is drawn for. */
export interface PlanOptions {
  /** Whether partitions fall idle now and then. */
  readonly idleness?: boolean;
  /**
   * Whether tasks must give the same, however their inputs interleave: equally many partitions, so that rows of equal keys
   * meet; no step that follows the order of processing; copies that are equal and in one partition; no late rows for sessions.
   */
  readonly distributed?: boolean;
}

/** A place in a plan with the fields that its rows have. */
interface Made {
  readonly node: PlanNode;
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
}

const keys = ["a", "b", "__proto__", "10", "9", "é"];
const functions = {
  "map-more": (row: { readonly value?: number }) => ({ ...row, more: 1 }),
  "filter-some": (row: { readonly key?: unknown }) => row.key !== "9",
};

const everyKind = [
  "window",
  "window",
  "window",
  "window",
  "dedup",
  "joinStreams",
  "joinStreams",
  "joinAsOf",
  "joinTable",
  "aggregate",
  "tables",
] as const;
/** Steps that go by event time alone. */
const interleaved = ["window", "window", "dedup", "joinStreams", "joinAsOf"] as const;

/**
 * A random plan of one to three steps with state, each over any of the sources or steps before it, with filters and maps
 * between; and what arrives. Every step with state is also written out.
 */
export function somePlan(seed: number, options: PlanOptions = {}): PlanCase {
  const draws = random(seed).fork("plan");
  const draft = new Draft(draws, options);
  const steps = draws.integer(1, 3);
  for (let i = 0; i < steps; i++) draft.addStep();
  const { pipeline, partitions } = draft.finish();
  const actions = someActions(draws, pipeline, partitions, options);
  const restartAt = draws.chance(0.5) ? draws.integer(0, actions.length - 1) : Number.POSITIVE_INFINITY;
  return { pipeline, partitions, actions, restartAt };
}

class Draft {
  readonly nodes: PlanNode[] = [];
  readonly streams: Made[] = [];
  readonly tables: Made[] = [];
  readonly partitions: { [topic: string]: number } = {};
  #count = 0;
  #last: Made | null = null;
  /** Nothing comes late. */
  readonly #calm: boolean;

  constructor(
    private readonly draws: Random,
    private readonly options: PlanOptions,
  ) {
    const common = draws.integer(1, 4);
    this.#calm = options.distributed === true && draws.chance(0.5);
    for (const topic of ["left", "right", "more"]) {
      this.partitions[topic] = options.distributed ? common : draws.integer(1, 4);
      const key = draws.chance(0.5) ? "key" : null;
      const node = this.#add({ op: "stream", topic, key, eventTime: this.#eventTime("at") }, [], topic);
      this.streams.push({ node, texts: ["key", "other", "id"], numbers: ["value"] });
    }
    for (const topic of ["names", "versions"]) {
      this.partitions[topic] = options.distributed ? common : draws.integer(1, 4);
      const eventTime = topic === "versions" ? this.#eventTime("at") : null;
      const node = this.#add({ op: "table", topic, key: "key", eventTime }, [], topic);
      this.tables.push({ node, texts: ["key", "other", "id"], numbers: ["value"] });
    }
  }

  #eventTime(field: string): EventTimeSpec {
    const outOfOrdernessMs = this.#calm ? 300 : this.draws.pick([0, 3, 8, 15]);
    const off = { idleAfterMs: null, maxFutureMs: null, maxJumpMs: null, jumpConfirmations: null };
    return { field, outOfOrdernessMs, ...off };
  }

  #add(step: PlanStep, inputs: readonly PlanNode[], id = `${step.op}-${++this.#count}`): PlanNode {
    const node: PlanNode = { id, inputs: inputs.map((input) => input.id), ...step };
    this.nodes.push(node);
    return node;
  }

  addStep(): void {
    const { draws } = this;
    const kind = draws.pick(this.options.distributed ? interleaved : everyKind);
    const made = kind === "tables" ? this.#tables() : this.#stream(kind);
    this.#add({ op: "sink", topic: `out-${made.node.id}` }, [made.node], `to-${made.node.id}`);
    this.#last = made;
  }

  /** A stream to go on from: mostly what the step before gave. */
  #someStream(): Made {
    const { draws, streams } = this;
    const last = this.#last;
    const from = last !== null && streams.includes(last) && draws.chance(0.7) ? last : draws.pick(streams);
    return draws.chance(0.25) ? this.#light(from) : from;
  }

  #light(from: Made): Made {
    const { draws } = this;
    switch (draws.integer(0, 2)) {
      case 0:
        return {
          ...from,
          node: this.#add(
            { op: "filter", field: draws.pick(from.numbers), comparison: draws.pick([">", "<", "!="]), value: 2 },
            [from.node],
          ),
        };
      case 1:
        return { ...from, node: this.#add({ op: "filterFunction", name: "filter-some" }, [from.node]) };
      default:
        return {
          ...from,
          numbers: [...from.numbers, "more"],
          node: this.#add({ op: "mapFunction", name: "map-more" }, [from.node]),
        };
    }
  }

  /** A stream by one of its fields; two uses may share the step. */
  #keyed(from: Made, field = this.draws.pick(from.texts)): { readonly node: PlanNode; readonly field: string } {
    const twin = this.nodes.find(
      (node) => node.op === "keyBy" && node.field === field && node.inputs[0] === from.node.id,
    );
    if (twin !== undefined && this.draws.chance(0.7)) return { node: twin, field };
    return { node: this.#add({ op: "keyBy", field }, [from.node]), field };
  }

  #stream(kind: "window" | "dedup" | "joinStreams" | "joinAsOf" | "joinTable" | "aggregate"): Made {
    const { draws } = this;
    const from = this.#someStream();
    const number = this.#count;
    switch (kind) {
      case "window": {
        const { node: keyed, field } = this.#keyed(from);
        const isEnd = draws.chance(0.2);
        const emit: EmitSpec = isEnd ? this.#anyEmit() : { kind: "final" };
        const latenessMs = isEnd ? draws.pick([0, 4, 9]) : 0;
        const aggregates = this.#aggregates(from, number);
        const window = someWindow(draws, !this.options.distributed || this.#calm);
        const node = this.#add({ op: "window", window, latenessMs, emit, aggregates }, [keyed]);
        const made = aggregated(node, field, number);
        if (!isEnd) this.streams.push(made);
        return made;
      }
      case "dedup": {
        const { distributed } = this.options;
        const of = distributed ? draws.pick(this.streams.slice(0, 3)) : from;
        const { node: keyed } = this.#keyed(of);
        const field = distributed ? "id" : draws.pick(of.texts);
        const node = this.#add({ op: "dedup", field, horizonMs: draws.integer(1, 20) }, [keyed]);
        const made = { ...of, node };
        this.streams.push(made);
        return made;
      }
      case "aggregate": {
        const { node: keyed, field } = this.#keyed(from);
        const node = this.#add({ op: "aggregate", aggregates: this.#aggregates(from, number) }, [keyed]);
        const made = aggregated(node, field, number);
        this.tables.push(made);
        return made;
      }
      case "joinStreams": {
        const other = this.#someStream();
        const { select, fields } = this.#select(from, other, number);
        const [beforeMs, afterMs] = [draws.integer(0, 12), draws.integer(0, 12)];
        const kind = draws.pick(["inner", "left", "outer"] as const);
        const latenessMs = draws.pick([0, 0, 3]);
        const inputs = [this.#keyed(from).node, this.#keyed(other).node];
        const node = this.#add({ op: "joinStreams", kind, beforeMs, afterMs, latenessMs, select }, inputs);
        const made = { node, ...fields };
        this.streams.push(made);
        return made;
      }
      case "joinAsOf": {
        const versions = this.tables.find(({ node }) => node.id === "versions")!;
        const { select, fields } = this.#select(from, versions, number);
        const kind = draws.pick(["inner", "left"] as const);
        const latenessMs = draws.pick([0, 0, 3]);
        const inputs = [this.#keyed(from).node, versions.node];
        const made = { node: this.#add({ op: "joinAsOf", kind, latenessMs, select }, inputs), ...fields };
        this.streams.push(made);
        return made;
      }
      case "joinTable": {
        const table = draws.pick(this.tables);
        const { select, fields } = this.#select(from, table, number);
        const kind = draws.pick(["inner", "left"] as const);
        const inputs = [this.#keyed(from).node, table.node];
        const made = { node: this.#add({ op: "joinTable", kind, select }, inputs), ...fields };
        this.streams.push(made);
        return made;
      }
    }
  }

  #tables(): Made {
    const { draws } = this;
    const number = this.#count;
    const left = draws.pick(this.tables);
    const right = draws.pick(this.tables);
    const made = ((): Made => {
      const kind = draws.pick(["joinTables", "joinForeignKey", "groupTable"] as const);
      if (kind === "groupTable") {
        const field = draws.pick(left.texts);
        const aggregates = { [`n${number}`]: { kind: "count" } as const };
        const node = this.#add({ op: "groupTable", field, aggregates }, [left.node]);
        return { node, texts: [field], numbers: [`n${number}`] };
      }
      const { select, fields } = this.#select(left, right, number);
      const inputs = [left.node, right.node];
      if (kind === "joinTables")
        return {
          node: this.#add({ op: "joinTables", kind: draws.pick(["inner", "left", "outer"]), select }, inputs),
          ...fields,
        };
      const field = draws.pick(left.texts);
      return {
        node: this.#add({ op: "joinForeignKey", field, kind: draws.pick(["inner", "left"]), select }, inputs),
        ...fields,
      };
    })();
    this.tables.push(made);
    return made;
  }

  #anyEmit(): EmitSpec {
    const { draws } = this;
    return draws.pick([
      { kind: "final" },
      { kind: "updates" },
      { kind: "complete" },
      { kind: "early", everyMs: draws.integer(2, 9) },
    ] as const);
  }

  #aggregates(from: Made, number: number) {
    return {
      [`n${number}`]: { kind: "count" },
      [`sum${number}`]: { kind: "sum", field: this.draws.pick(from.numbers) },
      [`last${number}`]: { kind: "last", field: this.draws.pick(from.texts) },
    } as const;
  }

  #select(left: Made, right: Made, number: number): { select: SelectedFields; fields: Omit<Made, "node"> } {
    const { draws } = this;
    const select: SelectedFields = {
      [`lt${number}`]: { side: "left", field: draws.pick(left.texts) },
      [`rt${number}`]: { side: "right", field: draws.pick(right.texts) },
      [`ln${number}`]: { side: "left", field: draws.pick(left.numbers) },
      [`rn${number}`]: { side: "right", field: draws.pick(right.numbers) },
    };
    return {
      select,
      fields: { texts: [`lt${number}`, `rt${number}`], numbers: [`ln${number}`, `rn${number}`] },
    };
  }

  finish(): Pick<PlanCase, "pipeline" | "partitions"> {
    const needed = new Set<string>();
    for (const node of [...this.nodes].reverse()) {
      if (node.op !== "sink" && !needed.has(node.id)) continue;
      needed.add(node.id);
      for (const input of node.inputs) needed.add(input);
    }
    const nodes = this.nodes.filter(({ id }) => needed.has(id));
    const plan = { name: "plan", nodes, late: null, dead: null };
    const used = Object.fromEntries(
      nodes.flatMap((node) =>
        node.op === "filterFunction" || node.op === "mapFunction"
          ? [[node.name, functions[node.name as keyof typeof functions]]]
          : [],
      ),
    );
    const partitions = Object.fromEntries(Object.entries(this.partitions).filter(([topic]) => needed.has(topic)));
    return { pipeline: { plan, functions: used as never, schemas: {}, tables: {} }, partitions };
  }
}

const aggregated = (node: PlanNode, field: string, number: number): Made => ({
  node,
  texts: [field, `last${number}`],
  numbers: [`n${number}`, `sum${number}`],
});

function someWindow(draws: Random, withSessions: boolean): WindowSpec {
  const [a, b] = [draws.integer(1, 15), draws.integer(1, 15)];
  const offsetMs = draws.pick([0, 0, 3]);
  return draws.pick([
    { kind: "tumbling", sizeMs: a, offsetMs },
    { kind: "hopping", sizeMs: Math.max(a, b), hopMs: Math.min(a, b), offsetMs },
    { kind: "sliding", differenceMs: a },
    ...(withSessions ? [{ kind: "session", gapMs: a } as const] : []),
  ] as const);
}

function someActions(
  draws: Random,
  { plan }: Pipeline,
  partitions: { readonly [topic: string]: number },
  options: PlanOptions,
): Action[] {
  const sources = plan.nodes.flatMap((node) => (node.op === "stream" || node.op === "table" ? [node] : []));
  const actions: Action[] = [];
  const rows: { readonly [field: string]: unknown }[] = [];
  const length = draws.integer(4, 28);
  for (let i = 0; i < length; i++) {
    const source = draws.pick(sources);
    const count = partitions[source.topic]!;
    if (options.idleness && draws.chance(0.15)) {
      const only = draws.chance(0.3) ? draws.integer(0, count - 1) : null;
      for (let partition = 0; partition < count; partition++)
        if (only === null || only === partition) actions.push({ kind: "idle", topic: source.topic, partition });
      continue;
    }
    if (options.distributed && actions.length > 0 && draws.chance(0.15)) {
      actions.push(draws.pick(actions));
      continue;
    }
    const from = options.distributed ? 1_000 : 0; // a record of a log has no time before 0
    const at = from + (draws.chance(0.05) ? draws.integer(100, 200) : draws.integer(-10, 30) + i);
    const fresh = {
      id: `e${i}`,
      key: source.op === "stream" && draws.chance(0.05) ? null : draws.pick(keys),
      other: draws.pick(keys),
      value: draws.integer(0, 5),
      at,
    };
    const again = !options.distributed && rows.length > 0 && draws.chance(0.15) ? draws.pick(rows) : null;
    const row: { readonly [field: string]: unknown } =
      again === null ? fresh : draws.chance(0.5) ? again : { ...again, at };
    const ownKey = source.key === null ? null : ((row[source.key] ?? null) as string | null);
    const place =
      source.key === null ? draws.integer(0, count - 1) : partitionOf(new TextEncoder().encode(String(ownKey)), count);
    const isTombstone = source.op === "table" && draws.chance(0.2);
    if (source.op === "table" && ownKey === null) continue;
    rows.push(row);
    actions.push({
      kind: "record",
      topic: source.topic,
      partition: place,
      key: ownKey,
      row: isTombstone ? null : row,
      timestamp: row.at as number,
    });
  }
  actions.push({ kind: "finish" });
  return actions;
}
