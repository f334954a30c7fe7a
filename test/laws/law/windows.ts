import assert from "node:assert/strict";
import fc from "fast-check";
import {
  arrivalsFor,
  hoppingWindow,
  jobAndArrivals,
  sessionWindow,
  tumblingWindow,
  windowJob,
} from "../../support/generators.js";
import { cases } from "../../support/runs.js";
import type { RunWindows } from "../implementation.js";
import type { Arrival } from "../model/outcome.js";
import { finalResults } from "../model/run-windows.js";

/** A tumbling window is a hopping one whose hop is its size. */
export function tumblingIsHopping(run: RunWindows, numRuns = 100): void {
  fc.assert(
    fc.property(jobAndArrivals(windowJob(tumblingWindow)), ([job, events]) => {
      if (job.window.kind !== "tumbling") return;
      const { sizeMs, offsetMs } = job.window;
      const hopping = { ...job, window: { kind: "hopping", sizeMs, hopMs: sizeMs, offsetMs } as const };
      assert.deepEqual(run(job, events), run(hopping, events));
    }),
    cases(numRuns),
  );
}

/** Every event is in `size / hop` hopping windows (rounded down or up), each of which contains it. */
export function hoppingWindowsContainTheirEvents(run: RunWindows, numRuns = 100): void {
  const job = windowJob(hoppingWindow);
  fc.assert(
    fc.property(
      job.chain((drawn) => fc.tuple(fc.constant({ ...drawn, delayMs: 1000 }), arrivalsFor(drawn))),
      ([patient, events]) => {
        if (patient.window.kind !== "hopping") return;
        const { sizeMs, hopMs, offsetMs } = patient.window;
        const results = finalResults(run(patient, events).results);
        for (const { key, ts, row } of events) {
          const holding = results.filter(
            (result) => result.key === key && (result.row!.all as string[]).includes(row.id as string),
          );
          assert.ok(holding.length === Math.floor(sizeMs / hopMs) || holding.length === Math.ceil(sizeMs / hopMs));
          for (const { window } of holding) {
            assert.ok(window!.start <= ts && ts < window!.end && window!.end - window!.start === sizeMs);
            assert.ok(Number.isInteger((window!.start - offsetMs) / hopMs));
          }
        }
      },
    ),
    cases(numRuns),
  );
}

/** Without late events sessions are what comes of cutting each key's sorted times wherever the distance exceeds the gap. */
export function sessionsAreClusters(run: RunWindows, numRuns = 100): void {
  fc.assert(
    fc.property(jobAndArrivals(windowJob(sessionWindow)), ([job, events]) => {
      if (job.window.kind !== "session") return;
      const results = finalResults(run({ ...job, delayMs: 1000 }, events).results);
      const got = results.map((result) => [result.key, result.window!.start, result.window!.end, result.row!.n]);
      const expected = [...new Set(events.map((event) => event.key))].flatMap((key) =>
        clusters(
          events.filter((event) => event.key === key),
          job.window.kind === "session" ? job.window.gapMs : 0,
        ).map((times) => [key, times[0], times.at(-1), times.length]),
      );
      const inOrder = (rows: unknown[][]): string[] => rows.map((row) => JSON.stringify(row)).sort();
      assert.deepEqual(inOrder(got), inOrder(expected));
    }),
    cases(numRuns),
  );
}

function clusters(events: readonly Arrival[], gap: number): number[][] {
  const found: number[][] = [];
  for (const ts of events.map((event) => event.ts).sort((a, b) => a - b)) {
    const current = found.at(-1);
    if (current !== undefined && ts - current.at(-1)! <= gap) current.push(ts);
    else found.push([ts]);
  }
  return found;
}
