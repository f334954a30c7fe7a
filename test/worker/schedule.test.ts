import { describe, expect, it } from "vitest";
import { Schedule, type Scheduled } from "../../src/worker/schedule.js";

const recorded = (every: number | string): { item: Scheduled; ran: number[] } => {
  const ran: number[] = [];
  return { item: { name: "count", every, run: (now) => void ran.push(now) }, ran };
};

describe("Schedule", () => {
  it("runs a timer each period, by the clock that it is handed", async () => {
    const { item, ran } = recorded(10);
    const schedule = new Schedule([item], 100);
    for (const now of [105, 110, 115, 121]) await schedule.runDue(now);
    expect(ran).toEqual([110, 121]);
  });

  it("makes up once for what was missed", async () => {
    const { item, ran } = recorded(10);
    const schedule = new Schedule([item], 0);
    await schedule.runDue(95);
    expect(ran).toEqual([95]);
    expect(schedule.nextAt).toBe(105);
  });

  it("reads cron patterns in UTC", () => {
    const noon = Date.UTC(2025, 9, 14, 12, 0, 0);
    expect(new Schedule([recorded("*/5 * * * *").item], noon).nextAt).toBe(noon + 300_000);
    expect(new Schedule([recorded("30 0 * * *").item], noon).nextAt).toBe(Date.UTC(2025, 9, 15, 0, 30, 0));
  });

  it("has nothing due when it is empty", () => {
    expect(new Schedule([], 0).nextAt).toBe(Number.POSITIVE_INFINITY);
  });

  it("refuses what is no period and no pattern", () => {
    expect(() => new Schedule([recorded(0).item], 0)).toThrow('schedule "count": every must be more than 0 ms, got 0');
    expect(() => new Schedule([recorded("every day").item], 0)).toThrow('"every day" is no cron pattern');
  });
});
