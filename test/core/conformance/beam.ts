import { millis, session, tumbling } from "tidemark";
import { casesOf, type Finding } from "./cases.js";
import { Paced } from "./events.js";

interface Pane {
  window: [start: number, lastIncluded: number];
  values?: number[];
  timestamp?: number;
}
interface BeamCase {
  name: string;
  window: string;
  timestampCombiner?: string;
  transcript: { input?: number[]; watermark?: number; expect?: Pane[] }[];
}

/** Elements are their own event times; a window's last included time is reported; late data is always allowed. */
export function beamTriggers(): Finding[] {
  const file = "beam-trigger-transcripts";
  return casesOf<BeamCase>(file).flatMap(({ name, window, timestampCombiner, transcript }) => {
    const sizeMs = Number(/\((\d+)\)/.exec(window)![1]);
    const isFixed = window.startsWith("Fixed");
    const paced = new Paced(isFixed ? tumbling(millis(sizeMs)) : session(millis(sizeMs)), 100_000);
    const panes: Pane[][] = [];
    const expected: Pane[][] = [];
    let since: Pane[] = [];
    for (const { input = [], watermark, expect } of transcript) {
      const results = input.flatMap((value) => paced.push("k", value, value).results);
      if (watermark !== undefined) results.push(...paced.advance(watermark));
      for (const { window, row, ts } of results) {
        since.push({
          window: [window!.start, window!.end - (isFixed ? 1 : 0)],
          values: row!.values as number[],
          timestamp: ts,
        });
      }
      if (expect === undefined) continue;
      expected.push(expect);
      panes.push(since);
      since = [];
    }
    const withoutTime = (all: Pane[][]): unknown =>
      all.map((some) => some.map(({ window, values }) => ({ window, values })));
    const times = (all: Pane[][]): unknown => all.map((some) => some.map(({ timestamp }) => timestamp));
    const findings: Finding[] = [
      { file, case: name, aspect: "values", expected: withoutTime(expected), got: withoutTime(panes) },
    ];
    if (timestampCombiner !== undefined) {
      const told = expected.map((some, i) =>
        some.map((pane, j) => ({ ...pane, timestamp: pane.timestamp ?? panes[i]?.[j]?.timestamp ?? Number.NaN })),
      );
      findings.push({ file, case: name, aspect: "result's time", expected: times(told), got: times(panes) });
    }
    return findings;
  });
}
