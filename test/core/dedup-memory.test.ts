import fc from "fast-check";
import { DedupMemory } from "tidemark";
import { describe, expect, it } from "vitest";
import type { Key } from "../../src/core/operator.js";

const horizon = 10;
const keys: readonly (Key | null)[] = [null, 1, "1", "north"];
const ids: readonly Key[] = [1, "1", true];

const event = fc.record({ key: fc.constantFrom(...keys), id: fc.constantFrom(...ids), ts: fc.nat(60) });

/** One plain Map by key and id together. */
class Model {
  readonly #times = new Map<string, number>();
  judge(name: string, ts: number, watermark: number): string {
    if (ts + horizon <= watermark) return "late";
    const before = this.#times.get(name);
    if (before !== undefined && before + horizon > watermark) return "duplicate";
    this.#times.set(name, Math.max(before ?? ts, ts));
    return "new";
  }
  held(watermark: number): string[] {
    return [...this.#times].filter(([, ts]) => ts + horizon > watermark).map(([name]) => name);
  }
}

describe("a memory of ids by key", () => {
  it("judges as one Map by key and id, whichever key came first and is forgotten first", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.boolean(), (events, forgets) => {
        const [memory, model] = [new DedupMemory(horizon), new Model()];
        let watermark = -horizon;
        for (const { key, id, ts } of events) {
          const name = JSON.stringify([key, id]);
          expect(memory.judge(id, ts, watermark, key)).toBe(model.judge(name, ts, watermark));
          watermark = Math.max(watermark, ts - horizon);
          if (!forgets) continue;
          memory.forget(watermark);
          const held = [...memory.entries()].map(([own, of]) => JSON.stringify([of, own]));
          expect(held).toEqual(expect.arrayContaining(model.held(watermark)));
          expect(memory.size).toBe(held.length);
        }
        memory.forget(Number.POSITIVE_INFINITY);
        expect([memory.size, [...memory.entries()], memory.due]).toEqual([0, [], Number.POSITIVE_INFINITY]);
      }),
    );
  });
});
