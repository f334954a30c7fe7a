import { BoundedOutOfOrderness, combineWatermarks } from "tidemark";
import { FutureGuard } from "tidemark/core";
import { describe, expect, it } from "vitest";

describe("the bounded out-of-orderness generator", () => {
  it("has no watermark before the first event, and null for it in a snapshot", () => {
    const generator = new BoundedOutOfOrderness(5);
    expect(generator.watermark).toBe(Number.NEGATIVE_INFINITY);
    expect(generator.snapshot()).toBeNull();
    expect(generator.isLate(-1_000_000)).toBe(false);
  });

  it("is the largest event time seen less the delay, and never goes back", () => {
    const generator = new BoundedOutOfOrderness(5);
    expect([10, 3, 12, 11].map((ts) => generator.observe(ts))).toEqual([5, 5, 7, 7]);
  });

  it("calls an event late only when it is before W − lateness", () => {
    const generator = new BoundedOutOfOrderness(0);
    generator.observe(10);
    expect([10, 9, 7, 6].map((ts) => generator.isLate(ts))).toEqual([false, true, true, true]);
    expect([7, 6].map((ts) => generator.isLate(ts, 3))).toEqual([false, true]);
  });

  it("goes on from a snapshot that went through JSON, also from the end of its input", () => {
    for (const watermark of [null, 7, "end"] as const) {
      const generator = new BoundedOutOfOrderness(5);
      generator.restore(JSON.parse(JSON.stringify(watermark)));
      expect(generator.snapshot()).toBe(watermark);
    }
  });
});

describe("several inputs' watermark", () => {
  const input = (watermark: number, idle = false) => ({ watermark, idle });

  it("is the least of the active ones", () => {
    expect(combineWatermarks(Number.NEGATIVE_INFINITY, [input(2), input(5), input(1, true)])).toBe(2);
  });
  it("is the largest of all when all are idle, whichever became idle first", () => {
    expect(combineWatermarks(2, [input(5, true), input(2, true)])).toBe(5);
  });
  it("stays without inputs, and never goes back", () => {
    expect(combineWatermarks(7, [])).toBe(7);
    expect(combineWatermarks(7, [input(3)])).toBe(7);
  });
});

describe("the future guard", () => {
  const limits = { maxFutureMs: null, maxJumpMs: null, jumpConfirmations: null };

  it("accepts exactly maxFuture ahead of the append time, and diverts one more", () => {
    const guard = new FutureGuard({ ...limits, maxFutureMs: 10 });
    expect([110, 111].map((ts) => guard.judge(ts, 100))).toEqual([null, "future"]);
  });
  it("accepts exactly maxJump beyond the newest, and diverts one more", () => {
    const guard = new FutureGuard({ ...limits, maxJumpMs: 10 });
    expect([0, 10, 21, 20].map((ts) => guard.judge(ts, null))).toEqual([null, null, "jump", null]);
  });
  it("lets the first event jump, and never diverts an old one", () => {
    const guard = new FutureGuard({ ...limits, maxJumpMs: 10 });
    expect([1000, -1000].map((ts) => guard.judge(ts, null))).toEqual([null, null]);
  });
  it("believes a jump after so many in a row, counted anew after each accepted event", () => {
    const guard = new FutureGuard({ ...limits, maxJumpMs: 10, jumpConfirmations: 2 });
    const verdicts = [0, 99, 1, 98, 97, 96, 100].map((ts) => guard.judge(ts, null));
    expect(verdicts).toEqual([null, "jump", null, "jump", "jump", null, null]);
  });
  it("diverts for ever without confirmations", () => {
    const guard = new FutureGuard({ ...limits, maxJumpMs: 10 });
    guard.judge(0, null);
    expect(Array.from({ length: 50 }, () => guard.judge(99, null))).toEqual(Array(50).fill("jump"));
  });
  it("does not move by a poisoned time: what follows is judged as without it", () => {
    const guard = new FutureGuard({ maxFutureMs: 100, maxJumpMs: 10, jumpConfirmations: 1 });
    expect([0, 9e9, 10, 9e9, 25].map((ts) => guard.judge(ts, 0))).toEqual([null, "future", null, "future", "jump"]);
  });
});
