import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Deadlines, type Scheduled } from "../../src/core/deadlines.js";
import { Timers } from "../../src/core/timers.js";
import { cases } from "../support/runs.js";

const times = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 });

describe("timers", () => {
  it("come out in ascending order, whatever order they went in", () => {
    fc.assert(
      fc.property(times, (added) => {
        const timers = new Timers();
        for (const time of added) timers.add(time);
        const taken = added.map(() => timers.take());
        expect(taken).toEqual([...added].sort((a, b) => a - b));
        expect([timers.size, timers.next]).toEqual([0, Number.POSITIVE_INFINITY]);
      }),
      cases(200),
    );
  });
});

describe("deadlines", () => {
  const thing = (name: string): Scheduled & { name: string } => ({ name, deadline: Number.POSITIVE_INFINITY });

  it("give each thing once, at the earliest time that it was scheduled for", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 4 }), fc.integer({ min: 0, max: 20 }))), (scheduled) => {
        const things = Array.from({ length: 5 }, (_, i) => thing(`${i}`));
        const deadlines = new Deadlines<(typeof things)[number]>();
        const earliest = new Map<string, number>();
        for (const [i, time] of scheduled) {
          deadlines.schedule(things[i]!, time);
          earliest.set(`${i}`, Math.min(time, earliest.get(`${i}`) ?? time));
        }
        const given = new Map<string, number>();
        for (let now = 0; now <= 20; now++) for (const { name } of deadlines.takeDue(now)) given.set(name, now);
        expect(given).toEqual(earliest);
        expect(deadlines.next).toBe(Number.POSITIVE_INFINITY);
      }),
      cases(200),
    );
  });

  it("skip what was withdrawn, and can be scheduled anew after being due", () => {
    const deadlines = new Deadlines<Scheduled & { name: string }>();
    const [gone, again] = [thing("gone"), thing("again")];
    deadlines.schedule(gone, 1);
    deadlines.schedule(again, 1);
    gone.deadline = Number.NaN;
    expect(deadlines.takeDue(1)).toEqual([again]);
    deadlines.schedule(again, 5);
    expect(deadlines.takeDue(4)).toEqual([]);
    expect(deadlines.takeDue(5)).toEqual([again]);
  });
});
