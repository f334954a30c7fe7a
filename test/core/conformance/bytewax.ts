import { millis, session, tumbling } from "tidemark";
import { casesOf, type Finding } from "./cases.js";
import { event, windowed } from "./events.js";

interface BytewaxCase {
  name: string;
  gap?: number;
  steps: {
    item?: number;
    advance?: number;
    eof?: true;
    open?: number;
    watermark?: number | "max";
    session?: [number, number];
  }[];
}
const wait = 5;

export function bytewaxClockAndSessions(): Finding[] {
  const file = "bytewax-clock-session";
  return casesOf<BytewaxCase>(file).map(({ name, gap, steps }) => {
    const expected: unknown[] = [];
    const got: unknown[] = [];
    if (gap === undefined) {
      const driven = windowed(tumbling(millis(100)), { delayMs: wait });
      for (const step of steps) {
        if (step.item !== undefined) driven.push(event("k", step.item));
        // What `advance` asks for, a watermark that moves with the clock, we do not have: it stays.
        if (step.eof) driven.finish();
        if (step.watermark === undefined) continue;
        expected.push(step.watermark);
        got.push(driven.watermark === Infinity ? "max" : driven.watermark);
      }
    } else {
      const sessions = windowed(session(millis(gap)), { delayMs: 1000 });
      for (const { open } of steps) sessions.push(event("k", open!));
      expected.push(steps.at(-1)!.session);
      got.push(...sessions.finish().map(({ window }) => [window!.start, window!.end]));
    }
    return { file, case: name, aspect: gap === undefined ? "watermark" : "session", expected, got };
  });
}
