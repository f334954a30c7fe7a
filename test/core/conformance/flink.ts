import { combineWatermarks, hopping, millis, type Result, session, tumbling, type WindowSpec } from "tidemark";
import { casesOf, type Finding } from "./cases.js";
import { Paced } from "./events.js";

type Out = { key: string; value: number; ts: number; start?: number | undefined; end?: number | undefined };
interface WindowCase {
  name: string;
  config: { op: "tumbling" | "hopping" | "session"; size: number; slide: number; gap: number; lateness: number };
  steps: { element?: [key: string, value: number, ts: number]; late?: boolean; watermark?: number; out?: Out[] }[];
}

/**
 * Flink's watermark says "no event at or before w": ours is one more. Its session ends a gap after its last event.
 * It does not assert the order inside a step.
 */
export function flinkWindows(): Finding[] {
  const file = "flink-window-operator";
  return casesOf<WindowCase>(file).map(({ name, config, steps }) => {
    const paced = new Paced(windowOf(config), config.lateness);
    const expected: unknown[] = [];
    const got: unknown[] = [];
    for (const step of steps) {
      if (step.element !== undefined) {
        const [key, value, ts] = step.element;
        const { results, late } = paced.push(key, ts, value);
        // What a late but allowed element fires is expected at the next watermark.
        expected.push({ element: step.element, late: step.late ?? false });
        got.push({ element: step.element, late }, ...results.map((result) => inFlinksTerms(config, result)));
      } else if (step.watermark !== undefined) {
        expected.push(...inOrder(step.out!.map((out) => ({ start: undefined, end: undefined, ...out }))));
        got.push(...inOrder(paced.advance(step.watermark + 1).map((result) => inFlinksTerms(config, result))));
      }
    }
    return { file, case: name, aspect: "results", expected, got };
  });
}

function windowOf({ op, size, slide, gap }: WindowCase["config"]): WindowSpec {
  if (op === "session") return session(millis(gap));
  return op === "hopping" ? hopping(millis(size), millis(slide)) : tumbling(millis(size));
}

function inFlinksTerms({ op, gap }: WindowCase["config"], { key, row, ts, window }: Result): Out {
  const end = op === "session" ? window!.end + gap : window!.end;
  const bounds = op === "session" ? { start: window!.start, end } : {};
  return { key: String(key), value: row!.n as number, ts: op === "session" ? end - 1 : ts, ...bounds };
}

const inOrder = (outs: Out[]): Out[] =>
  outs.map((out) => ({ ...out })).sort((a, b) => a.ts - b.ts || (a.key < b.key ? -1 : 1));

interface MultiplexerCase {
  name: string;
  outputs: number;
  steps: [output: number, what: number | "idle" | "unregister"][];
  expect: { watermark: number | null; idle?: boolean };
}

export function flinkMultiplexer(): Finding[] {
  const file = "flink-watermark-multiplexer";
  return casesOf<MultiplexerCase>(file).map(({ name, outputs, steps, expect }) => {
    const inputs = new Map(Array.from({ length: outputs }, (_, i) => [i + 1, { watermark: -Infinity, idle: false }]));
    let combined = -Infinity;
    for (const [output, what] of steps) {
      if (what === "unregister") {
        // A removed input leaves the least at the next step.
        inputs.delete(output);
        continue;
      }
      const { watermark } = inputs.get(output)!;
      inputs.set(
        output,
        what === "idle" ? { watermark, idle: true } : { watermark: Math.max(watermark, what), idle: false },
      );
      combined = combineWatermarks(combined, [...inputs.values()]);
    }
    const got = combined === -Infinity ? null : combined;
    return { file, case: name, aspect: "watermark", expected: expect.watermark, got };
  });
}
