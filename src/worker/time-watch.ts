import type { Plan } from "../core/index.js";
import type { WorkerEvent } from "./events.js";

const TIMES = 100;
const A_MONTH_MS = 31 * 86_400_000;
const YEAR_2200_MS = 7_258_118_400_000;

type Unit = "seconds" | "milliseconds" | "microseconds";

/** The probable unit of the numbers, by their assumed unit and the direction in which the times are wrong. */
const suspected: Readonly<Record<Unit, { readonly early: Unit; readonly late: Unit }>> = {
  seconds: { early: "seconds", late: "milliseconds" },
  milliseconds: { early: "seconds", late: "microseconds" },
  microseconds: { early: "milliseconds", late: "microseconds" },
};

/**
 * Looks at the first hundred event times of each topic. It reports once where all of them are within a month of 1970 or
 * beyond the year 2200: seconds or microseconds were probably taken for milliseconds.
 */
export class TimeWatch {
  readonly #observe: (event: WorkerEvent) => void;
  readonly #open: Map<string, { readonly unit: Unit; seen: number; early: number; late: number }>;

  constructor(plan: Plan, observe: (event: WorkerEvent) => void) {
    this.#observe = observe;
    this.#open = new Map(
      plan.nodes.flatMap((node) => {
        if ((node.op !== "stream" && node.op !== "table") || node.eventTime === null) return [];
        return [[node.topic, { unit: node.eventTime.unit ?? "milliseconds", seen: 0, early: 0, late: 0 }]];
      }),
    );
  }

  /** @param ts milliseconds since the epoch; −∞ for a record without a time */
  look(topic: string, ts: number): void {
    const times = this.#open.get(topic);
    if (times === undefined || ts === Number.NEGATIVE_INFINITY) return;
    times.seen++;
    if (Math.abs(ts) < A_MONTH_MS) times.early++;
    if (ts >= YEAR_2200_MS) times.late++;
    if (times.seen < TIMES) return;
    this.#open.delete(topic);
    if (times.early < TIMES && times.late < TIMES) return;
    const unit = suspected[times.unit][times.early === TIMES ? "early" : "late"];
    this.#observe({ kind: "suspicious-times", topic, example: ts, suspected: unit });
  }
}
