import type { Result, RunOutcome } from "../core/index.js";
import { type ChartSpec, colors, saltire } from "./spec.js";
import { timeAxis } from "./time-axis.js";

/** The life of one window, by time of arrival. */
export interface WindowLife {
  readonly start: number;
  readonly end: number;
  readonly openedAt: number;
  /** Arrival at which the watermark reached its end; `null` where it did not before the end of the stream. */
  readonly closedAt: number | null;
  /** Arrival at which its state was dropped; `null` as above. */
  readonly droppedAt: number | null;
  readonly results: readonly { readonly at: number; readonly revision: number; readonly label: string }[];
  /** Arrivals of events that were late for it. */
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
  // What the end of the stream closes is told at the last arrival.
  const told = [...steps, ...trace.filter(({ kind }) => kind === "finish")].flatMap(({ results, fired }, i) =>
    [...results, ...fired].map((result) => ({ result, at: arrivedAt[i] ?? arrivedAt.at(-1) ?? 0 })),
  );
  const starts = [...new Set(steps.map(({ ts }) => startOf(ts!)))].sort((left, right) => left - right);
  return starts.map((start): WindowLife => {
    const end = start + sizeMs;
    const results = told
      .filter(({ result }) => result.window?.start === start)
      .map(({ result, at }) => ({ at, revision: result.revision, label: label(result) }));
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
      results,
      lateAt,
    };
  });
}

const clock = (ms: number): string => new Date(ms).toISOString().slice(14, 19);

/**
 * Each window on its own line, from its first event on: open, then closed but kept, then gone. A point marks a result,
 * with its label; a red cross marks an event that came too late.
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
  const late = lives.flatMap(({ lateAt }, i) =>
    lateAt.map((at) => ({ window: names[i], at, kind: "an event, too late" })),
  );
  const moments = [...results.map(({ window, at }) => ({ window, at, kind: "a result" })), ...late];
  const y = { field: "window", type: "nominal", sort: names, title: "window of event time", axis: { grid: false } };
  const x = timeAxis("arrival", [first, last], 8);
  const [stretches, kinds] = [
    ["open", "closed, but kept"],
    ["a result", "an event, too late"],
  ];
  const legend = { orient: "bottom", direction: "horizontal", columns: 0 };
  // Two fields: Vega-Lite would make one legend of two scales over the same one.
  const kind = { field: "kind", type: "nominal", title: null, legend };
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
            scale: { type: "utc", nice: false, domain: [first, last] },
          },
          x2: { field: "to" },
          color: {
            field: "is",
            type: "nominal",
            title: null,
            scale: { domain: stretches, range: [colors.window, colors.kept] },
            legend: { ...legend, symbolType: "square", symbolStrokeWidth: 0 },
          },
        },
      },
      {
        data: { values: moments },
        mark: { type: "point", size: 55, strokeWidth: 2.5, opacity: 1 },
        encoding: {
          y,
          x: { ...x, field: "at" },
          stroke: { ...kind, scale: { domain: kinds, range: [colors.onTime, colors.late] } },
          fill: { ...kind, scale: { domain: kinds, range: [colors.onTime, "white"] } },
          shape: { ...kind, scale: { domain: kinds, range: ["circle", saltire] } },
        },
      },
      {
        data: { values: results },
        // A revision may follow the result that it corrects closely: every other label is above its point.
        mark: {
          type: "text",
          align: { expr: "datum.revision % 2 === 1 ? 'center' : 'left'" },
          dx: { expr: "datum.revision % 2 === 1 ? 0 : 7" },
          dy: { expr: "datum.revision % 2 === 1 ? -12 : 0" },
          fontSize: 11,
          fontWeight: "bold",
          color: colors.onTime,
        },
        encoding: { y, x: { ...x, field: "at" }, text: { field: "label" } },
      },
    ],
  };
}
