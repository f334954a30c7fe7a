import type { Plan, PlanNode } from "../../../src/core/plan.js";
import type { PlanCase } from "../plans/generate.js";
import { AsOf } from "./as-of.js";
import { Dedup } from "./dedup.js";
import { FixedWindows } from "./fixed-windows.js";
import { compareOrders, type Flow, type Moment, merged, type Traveller } from "./flow.js";
import { windowStep } from "./run-windows.js";
import { sourceFlow } from "./sources.js";
import { stateless } from "./stateless.js";
import type { Item, Step } from "./step.js";
import { StreamStream } from "./stream-stream.js";
import { ForeignKey, GroupTable, quiet, RunningAggregate, StreamTable, TableFold, TableTable } from "./tables.js";

/** Functions of `filter` and `map` steps, by name. */
export type Functions = { readonly [name: string]: (row: never) => unknown };

/** What came out of a whole plan. */
export interface PlanOutcome {
  /** By topic, in order. */
  readonly results: { readonly [topic: string]: readonly Omit<Traveller, "order" | "watermark">[] };
  /** By step: where its inputs ended that are in no result. */
  readonly steps: { readonly [node: string]: Ends };
}

export interface Ends {
  readonly late: readonly { readonly row: Item["row"]; readonly watermark: number }[];
  readonly dead: number;
  readonly unmatched: number;
  readonly duplicate: number;
}

/** What holds between the steps of a plan. A wrong implementation is the model with one of them broken. */
export interface Rules {
  /** Results reach the next step before the watermark that fired them. */
  readonly resultsFirst: boolean;
  /** The watermark of results is held back by as much as they may lie behind it. */
  readonly heldBack: boolean;
  /** An idle input of a join goes by the active ones. */
  readonly idleInputRises: boolean;
  /** An input whose results are still to come is not idle. */
  readonly waitsForResults: boolean;
  /** An id of one key is another than the same id of another key. */
  readonly idsByKey: boolean;
}

export const rightRules: Rules = {
  resultsFirst: true,
  heldBack: true,
  idleInputRises: true,
  waitsForResults: true,
  idsByKey: true,
};

/** A plan by hand: each step takes the whole of what the steps before it gave, one after the other. */
export function runPlan({ pipeline, partitions, actions }: PlanCase, rules = rightRules): PlanOutcome {
  const { plan } = pipeline;
  const functions = pipeline.functions as unknown as Functions;
  const flows = new Map<string, Flow>();
  const results: { [topic: string]: Omit<Traveller, "order" | "watermark">[] } = {};
  const steps: { [node: string]: Ends } = {};
  plan.nodes.forEach((node, place) => {
    const inputs = node.inputs.map((input, i) => edge(plan, flows, node, input, i));
    if (node.op === "sink") {
      results[node.topic] = inputs[0]!
        .flatMap(({ rows }) => [...rows].sort((a, b) => compareOrders(a.order, b.order)))
        .filter(({ revision }) => revision !== quiet)
        .map(({ key, row, ts, window, revision }) => ({ key, row, ts, window, revision }));
      return;
    }
    if (node.op === "stream") {
      flows.set(node.id, sourceFlow(node, partitions[node.topic] ?? 1, actions));
      return;
    }
    const light = stateless(node, functions);
    if (light !== null) {
      flows.set(
        node.id,
        inputs[0]!.map((moment) => ({ ...moment, rows: moment.rows.flatMap(light) })),
      );
      return;
    }
    const step = stepOf(plan, node, rules);
    const before = node.op === "table" ? [sourceFlow(node, partitions[node.topic] ?? 1, actions)] : inputs;
    flows.set(node.id, through(step, node, place, before, rules));
    const { dead, unmatched, duplicates: duplicate } = step;
    const late = step instanceof FixedWindows ? [...step.late, ...step.forgotten()] : step.late;
    steps[node.id] = { late, dead: dead.length, unmatched, duplicate };
  });
  return { results, steps };
}

/** The rows that go from one step to an input of another: of several inputs, those before it in the plan are served first. */
function edge(plan: Plan, flows: ReadonlyMap<string, Flow>, node: PlanNode, input: string, index: number): Flow {
  const uses = plan.nodes.flatMap((other) =>
    other.inputs.flatMap((id, i) => (id === input ? [`${other.id}/${i}`] : [])),
  );
  const turn = uses.indexOf(`${node.id}/${index}`);
  return flows.get(input)!.map((moment) => ({
    ...moment,
    rows: moment.rows.map((row) => ({ ...row, order: [...row.order, turn] })),
  }));
}

/** How far results may lie behind the watermark that fires them; `null` for steps whose rows keep the lane they came with. */
function holdMs(node: PlanNode): number | null {
  switch (node.op) {
    case "window":
      if (node.window.kind === "session") return node.window.gapMs;
      return node.window.kind === "sliding" ? node.window.differenceMs : 0;
    case "joinStreams": {
      const ofLeft = node.kind === "inner" ? 0 : node.afterMs;
      const ofRight = node.kind === "outer" ? node.beforeMs : 0;
      return node.latenessMs + Math.max(0, ofLeft, ofRight);
    }
    case "joinAsOf":
      return node.latenessMs;
    case "joinTables":
    case "joinForeignKey":
      return 0;
    default:
      return null;
  }
}

function through(step: Step, node: PlanNode, place: number, inputs: readonly Flow[], rules: Rules): Flow {
  const hold = holdMs(node) === null || rules.heldBack ? holdMs(node) : 0;
  const reached = inputs.map(() => -Infinity);
  let watermark = -Infinity;
  return inputs[0]!.map((_, at): Moment => {
    const now = inputs.map((input) => input[at]!);
    const out: Traveller[] = [];
    const rows = merged(now);
    if (!rules.resultsFirst && hold !== null) {
      watermarksAfter(node, now, reached, rules);
      watermark = Math.max(watermark, Math.min(...reached) - hold);
    }
    const before = watermark;
    for (const phase of [1, 2]) {
      for (const { row, input } of rows) {
        if (phase === 1 ? row.order[0]! > 1 : row.order[0]! < 2) continue;
        collect(() => step.take(row, input), row.order, row.watermark, row.window, row.revision);
      }
      let put = 0;
      collect(() => step.settle(), [phase, place, phase === 1 ? 0 : put++], before, null, 0);
    }
    watermarksAfter(node, now, reached, rules);
    collect(() => step.advance(reached), [2, place, 1], before, null, 0);
    if (hold === null) return { rows: out, watermark: now[0]!.watermark, idle: now[0]!.idle };
    watermark = Math.max(before, Math.min(...reached) - hold);
    return {
      rows: out,
      watermark,
      idle: now.every(({ idle }) => idle) && !(rules.waitsForResults && step.holdsResults),
    };

    function collect(
      act: () => void,
      order: readonly number[],
      own: number,
      window: Traveller["window"],
      revision: number,
    ): void {
      const from = step.results.length;
      act();
      step.results.slice(from).forEach((result, i) => {
        const kept = hold === null;
        out.push({
          ...result,
          ...(kept && node.op === "dedup" ? { window, revision } : {}),
          watermark: kept ? (step.watermarkOf(result) ?? own) : before,
          order: [...order, i],
        });
      });
    }
  });
}

/** Raises what each input has reached: an idle input of a join goes by the active ones. */
function watermarksAfter(node: PlanNode, now: readonly Moment[], reached: number[], rules: Rules): void {
  now.forEach((moment, i) => {
    reached[i] = Math.max(reached[i]!, moment.watermark);
  });
  if (!rules.idleInputRises || (node.op !== "joinStreams" && node.op !== "joinAsOf")) return;
  const active = reached.filter((_, i) => !now[i]!.idle);
  const largest = Math.max(...(active.length > 0 ? active : reached));
  now.forEach(({ idle }, i) => {
    if (idle) reached[i] = Math.max(reached[i]!, largest);
  });
}

function stepOf(plan: Plan, node: PlanNode, rules: Rules): Step {
  switch (node.op) {
    case "window":
      return windowStep({ ...node, keyField: keyFieldOf(plan, node) });
    case "dedup":
      return new Dedup({ idField: node.field, horizonMs: node.horizonMs }, rules.idsByKey);
    case "joinStreams":
      return new StreamStream(node);
    case "joinAsOf":
      return new AsOf(node);
    case "joinTable":
      return new StreamTable(node, shareSource(plan, node));
    case "table":
      return new TableFold();
    case "aggregate":
      return new RunningAggregate({ aggregates: node.aggregates, keyField: keyFieldOf(plan, node) });
    case "groupTable":
      return new GroupTable({ ...node, keyField: node.field });
    case "joinTables":
      return new TableTable(node);
    case "joinForeignKey":
      return new ForeignKey(node);
    default:
      throw new Error(`the model knows no step ${node.op}`);
  }
}

const nodeOf = (plan: Plan, id: string): PlanNode => plan.nodes.find((node) => node.id === id)!;

function keyFieldOf(plan: Plan, node: PlanNode): string | null {
  const before = nodeOf(plan, node.inputs[0]!);
  if (before.op === "keyBy") return before.field;
  return before.inputs.length === 1 ? keyFieldOf(plan, before) : null;
}

const above = (plan: Plan, id: string): string[] => [id, ...nodeOf(plan, id).inputs.flatMap((up) => above(plan, up))];

function shareSource(plan: Plan, node: PlanNode): boolean {
  const [left, right] = node.inputs.map((id) => above(plan, id));
  return right!.some((id) => left!.includes(id));
}
