import type { Pipeline, RowOf } from "../pipeline.js";
import { assemble, type Outlets, type Step } from "./graph.js";

/** A pipeline with its output named: ready to run, to explain, to combine. */
export interface FinishedPipeline<Row = unknown> extends Pipeline<Row> {
  /** The steps it ends in; `combine` takes them. */
  readonly sinks: readonly Step[];
  /** Where events go that came too late; without it they are counted and handed to the caller, written nowhere. */
  late(topic: string): FinishedPipeline<Row>;
  /** Where records go that could not be used; without it they are counted and handed to the caller, written nowhere. */
  dead(topic: string): FinishedPipeline<Row>;
}

export function finish<Row>(name: string, sinks: readonly Step[], outlets: Outlets): FinishedPipeline<Row> {
  return Object.freeze({
    ...assemble<Row>(name, sinks, outlets),
    sinks: Object.freeze([...sinks]),
    late: (topic: string) => finish<Row>(name, sinks, { ...outlets, late: topic }),
    dead: (topic: string) => finish<Row>(name, sinks, { ...outlets, dead: topic }),
  });
}

/** The outlet that these pipelines agree on: `null` where none names one. */
function outlet(name: string, which: "late" | "dead", pipelines: readonly FinishedPipeline[]): string | null {
  const named = new Set(pipelines.map((each) => each.plan[which]).filter((topic) => topic !== null));
  if (named.size > 1) {
    throw new TypeError(
      `combine("${name}"): the pipelines send ${which} records to different topics (${[...named].join(", ")}), a plan has one. Try: leave .${which}() out of them, and call it on what combine returns`,
    );
  }
  return [...named][0] ?? null;
}

/**
 * Several pipelines as one plan with several outputs. Steps that they share (the same object) appear once, so a stream
 * that two of them branch from is read once.
 *
 * @param name the plan's name; the pipelines' own names are dropped
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { combine, pipeline, seconds } from "tidemark";
 * import { z } from "zod";
 *
 * const readings = pipeline("readings")
 *   .from("readings", z.object({ at: z.number(), celsius: z.number() }))
 *   .eventTime("at", { outOfOrderness: seconds(5) });
 * const both = combine("both", readings.filter("celsius", ">", 90).to("hot"), readings.to("all"));
 * assert.deepEqual(both.plan.nodes.map((node) => node.id), ["readings", "filter-celsius", "to-hot", "to-all"]);
 * ```
 */
export function combine<P extends readonly FinishedPipeline[]>(
  name: string,
  ...pipelines: P
): FinishedPipeline<RowOf<P[number]>> {
  const sinks = [...new Set(pipelines.flatMap((each) => each.sinks))];
  return finish(name, sinks, { late: outlet(name, "late", pipelines), dead: outlet(name, "dead", pipelines) });
}
