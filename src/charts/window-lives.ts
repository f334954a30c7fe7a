import type { Result, RunOutcome } from "../core/index.js";
import { type ChartSpec, colors } from "./spec.js";

/** What became of one window, by time of arrival. */
export interface WindowLife {
  readonly start: number;
  readonly end: number;
  readonly openedAt: number;
  /** When the watermark reached its end; `null` where that did not happen before the end of the stream. */
  readonly closedAt: number | null;
  /** When it was forgotten; `null` as above. */
  readonly droppedAt: number | null;
  readonly results: readonly { readonly at: number; readonly revision: number; readonly label: string }[];
  /** When events came that were late for it. */
  readonly lateAt: readonly number[];
}

/**
 * The lives of half-open windows that do not overlap, from the trace of a run over one key: open, kept, gone.
 *
 * @param outcome of `run(pipeline, rows, { trace: true })`, where the plan reads one topic of one partition
 * @param arrivedAt when each row arrived, in the order of the rows, in ms since the epoch
 * @param sizeMs length of the windows
 * @param latenessMs how long they are kept after they have closed, in ms of event time
 * @param label what stands at a result
 * @returns a life for each window that an event lies in, by start; none without a trace
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { count, millis, pipeline, run, tumbling, windowLives } from "tidemark";
 * import { z } from "zod";
 *
 * const visits = pipeline("visits")
 *   .from("clicks", z.object({ at: z.number(), page: z.string() }))
 *   .eventTime("at", { outOfOrderness: millis(0) })
 *   .keyBy("page")
 *   .window(tumbling(millis(10)), { lateness: millis(5) })
 *   .aggregate({ visits: count() })
 *   .to("visits");
 *
 * const outcome = run(visits, [1, 12, 9, 15].map((at) => ({ at, page: "pier" })), { trace: true });
 * const [first] = windowLives(outcome, [100, 101, 102, 103], 10, 5, ({ row }) => `${row?.["visits"]}`);
 * assert.deepEqual([first?.closedAt, first?.droppedAt], [101, 103]);
 * assert.deepEqual(first?.results.map(({ at, label }) => [at, label]), [[101, "1"], [102, "2"]]);
 * ```
 */
export function windowLives(
  { trace }: RunOutcome,
  arrivedAt: readonly number[],
  sizeMs: number,
  latenessMs: number,
  label: (result: Result) => string,
): readonly WindowLife[] {
  const steps = trace.filter((step) => step.kind === "event" && step.ts !== null);
  const startOf = (ts: number): number => Math.floor(ts / sizeMs) * sizeMs;
  const firstAt = (reached: number): number | null => {
    const at = steps.findIndex(({ combinedWatermark }) => combinedWatermark >= reached);
    return at < 0 ? null : arrivedAt[at]!;
  };
  const starts = [...new Set(steps.map(({ ts }) => startOf(ts!)))].sort((left, right) => left - right);
  return starts.map((start): WindowLife => {
    const end = start + sizeMs;
    const told = steps.flatMap(({ results, fired }, i) =>
      [...results, ...fired]
        .filter(({ window }) => window?.start === start)
        .map((result) => ({ at: arrivedAt[i]!, revision: result.revision, label: label(result) })),
    );
    const opened = steps.findIndex(({ ts, late }) => startOf(ts!) === start && late.length === 0);
    const lateAt = steps.flatMap(({ ts, late }, i) =>
      startOf(ts!) === start && late.length > 0 ? [arrivedAt[i]!] : [],
    );
    return {
      start,
      end,
      openedAt: arrivedAt[opened] ?? lateAt[0] ?? 0,
      closedAt: firstAt(end),
      droppedAt: firstAt(end + latenessMs),
      results: told,
      lateAt,
    };
  });
}

const saltire = "M-0.9,-0.9L0.9,0.9M-0.9,0.9L0.9,-0.9";
const clock = (ms: number): string => new Date(ms).toISOString().slice(14, 19);

/**
 * Each window on a line of its own, from its first event on: open, then closed but kept, then gone. A point where it told
 * a result, with the label; a red cross where an event came too late for it.
 *
 * @param lives for example of {@link windowLives}
 * @param size of the plot in pixels
 * @example
 * ```ts
 * import { show, windowLivesChart } from "tidemark";
 *
 * const results = [{ at: 12_000, revision: 0, label: "3" }];
 * const life = { start: 0, end: 10_000, openedAt: 0, closedAt: 12_000, droppedAt: 22_000, results, lateAt: [25_000] };
 * await show(windowLivesChart([life]), { alt: "A window that tells 3 at 0:12 and is gone at 0:22; at 0:25 an event is late." });
 * ```
 */
export function windowLivesChart(
  lives: readonly WindowLife[],
  size: { readonly width: number; readonly row: number } = { width: 600, row: 34 },
): ChartSpec {
  const all = lives.flatMap((life) => [
    life.openedAt,
    life.closedAt ?? life.openedAt,
    life.droppedAt ?? life.openedAt,
    ...life.results.map(({ at }) => at),
    ...life.lateAt,
  ]);
  const [first, newest] = all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)];
  const last = newest + (newest - first) * 0.04;
  const names = lives.map(({ start, end }) => `${clock(start)} – ${clock(end)}`);
  const spans = lives.flatMap(({ openedAt, closedAt, droppedAt }, i) => [
    { window: names[i], from: openedAt, to: Math.max(openedAt, closedAt ?? last), is: "open" },
    ...(closedAt === null
      ? []
      : [{ window: names[i], from: Math.max(openedAt, closedAt), to: droppedAt ?? last, is: "closed, but kept" }]),
  ]);
  const results = lives.flatMap(({ results }, i) => results.map((result) => ({ ...result, window: names[i] })));
  const late = lives.flatMap(({ lateAt }, i) => lateAt.map((at) => ({ window: names[i], at })));
  const y = { field: "window", type: "nominal", sort: names, title: "window of event time", axis: { grid: false } };
  const x = { type: "temporal", scale: { type: "utc", nice: false } };
  const domain = ["open", "closed, but kept"];
  return {
    width: size.width,
    height: { step: size.row },
    layer: [
      {
        data: { values: spans },
        mark: { type: "bar", height: Math.round(size.row * 0.5), cornerRadius: 3, opacity: 0.75 },
        encoding: {
          y: { ...y, scale: { domain: names } },
          x: {
            ...x,
            field: "from",
            title: "arrival (min:s)",
            scale: { ...x.scale, domain: [first, last] },
            axis: { format: "%M:%S", tickCount: 8, labelOverlap: true },
          },
          x2: { field: "to" },
          color: {
            field: "is",
            type: "nominal",
            title: null,
            scale: { domain, range: [colors.window, "#f5cf96"] },
            legend: { orient: "bottom", symbolType: "square", columns: 0 },
          },
        },
      },
      {
        data: { values: results },
        mark: { type: "point", filled: true, size: 60, color: colors.onTime, opacity: 1 },
        encoding: { y, x: { ...x, field: "at" } },
      },
      {
        data: { values: results },
        // A revision may come right behind the result that it corrects: every other label stands higher.
        mark: {
          type: "text",
          align: "left",
          dx: 6,
          dy: { expr: "datum.revision % 2 === 1 ? -12 : 0" },
          fontSize: 11,
          fontWeight: "bold",
          color: colors.onTime,
        },
        encoding: { y, x: { ...x, field: "at" }, text: { field: "label" } },
      },
      {
        data: { values: late },
        mark: { type: "point", shape: saltire, size: 60, strokeWidth: 2.5, color: colors.late, opacity: 1 },
        encoding: { y, x: { ...x, field: "at" } },
      },
    ],
  };
}
