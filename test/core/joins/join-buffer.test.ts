import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareKeys } from "../../../src/core/canonical.js";
import { JoinBuffer } from "../../../src/core/joins/join-buffer.js";

interface Row {
  readonly key: string;
  readonly ts: number;
  readonly id: number;
}
type Command =
  | readonly [name: "add", key: string, ts: number]
  | readonly [name: "between", key: string, from: number, to: number]
  | readonly [name: "take", limit: number];

/** Runs commands against the buffer and against a plain array of all rows. */
const agrees = (commands: readonly Command[]): void => {
  const buffer = new JoinBuffer<string, number>(16);
  let model: Row[] = [];
  commands.forEach((command, id) => {
    if (command[0] === "add") {
      buffer.add(command[1], command[2], id, false);
      model.push({ key: command[1], ts: command[2], id });
    } else if (command[0] === "between") {
      const [, key, from, to] = command;
      const rows = model.filter((row) => row.key === key && row.ts >= from && row.ts <= to);
      rows.sort((a, b) => a.ts - b.ts || a.id - b.id);
      expect(buffer.between(key, from, to).map(({ row }) => row)).toEqual(rows.map((row) => row.id));
    } else {
      const gone = model.filter((row) => row.ts < command[1]);
      gone.sort((a, b) => a.ts - b.ts || compareKeys(a.key, b.key) || a.id - b.id);
      for (const { id: next } of gone) expect(buffer.takeBefore(command[1])?.row).toBe(next);
      expect(buffer.takeBefore(command[1])).toBeUndefined();
      model = model.filter((row) => row.ts >= command[1]);
    }
    expect(buffer.size).toBe(model.length);
  });
  const rest = model.toSorted((a, b) => a.ts - b.ts || compareKeys(a.key, b.key) || a.id - b.id);
  expect([...buffer].map(({ row }) => row)).toEqual(rest.map((row) => row.id));
};

const key = fc.constantFrom("a", "b", "__proto__");
const ts = fc.integer({ min: -20, max: 40 });
const commands = (adds: number): fc.Arbitrary<Command[]> =>
  fc.array(
    fc.oneof(
      { weight: adds, arbitrary: fc.tuple(fc.constant("add" as const), key, ts) },
      { weight: 3, arbitrary: fc.tuple(fc.constant("between" as const), key, ts, ts) },
      { weight: 1, arbitrary: fc.tuple(fc.constant("take" as const), ts) },
    ),
    { maxLength: 60, size: "max" },
  );

describe("JoinBuffer", () => {
  it("equals an array of all rows, whatever comes and goes", () => {
    fc.assert(fc.property(commands(6), agrees), { seed: 8, numRuns: 300 });
  });

  it("equals it with hundreds of rows of one key, too", () => {
    const many: Command[] = Array.from({ length: 300 }, (_, i) => ["add", "a", ((i * 37) % 61) - 20]);
    fc.assert(
      fc.property(commands(2), (more) =>
        agrees([...many, ...more, ["take", 30], ["between", "a", -50, 50], ["take", 99]]),
      ),
      { seed: 9, numRuns: 30 },
    );
  });

  it("forgets keys that do not come again", () => {
    const buffer = new JoinBuffer<string, number>(16);
    for (let i = 0; i < 5000; i++) {
      buffer.add(`key ${i}`, i, i, false);
      while (buffer.takeBefore(i - 10) !== undefined);
    }
    expect(buffer.size).toBe(11);
    expect(buffer.keys).toBeLessThan(2100);
  });
});
