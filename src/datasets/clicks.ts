import { z } from "zod";
import type { Random } from "../seeded/random.js";
import type { Dataset } from "./dataset.js";
import { disordered } from "./disorder.js";

/** A click on a page of the harbor's website. */
export const Click = z.object({
  id: z.string(),
  visitor: z.string(),
  page: z.string(),
  /** Event time: when it was clicked, milliseconds since the epoch. */
  at: z.number(),
});
export type Click = z.infer<typeof Click>;

const PAGES = ["timetable", "fares", "tickets", "islands", "weather"];
const VISITORS = 9;
/** Number of visits that go on at any time. */
const AT_ONCE = 3;

/** Picks the next visitor to click: each clicks a few times, two others in between, and is then away for a while. */
function visits(): (draws: Random) => string {
  const away = Array.from({ length: VISITORS }, (_, index) => `visitor-${index + 1}`);
  const here: { visitor: string; clicksLeft: number }[] = [];
  return (draws) => {
    while (here.length < AT_ONCE) here.push({ visitor: away.shift()!, clicksLeft: draws.integer(2, 12) });
    const one = draws.pick(here);
    one.clicksLeft--;
    if (one.clicksLeft === 0) {
      here.splice(here.indexOf(one), 1);
      away.push(one.visitor);
    }
    return one.visitor;
  };
}

/** Clicks of visitors who come, click for some minutes, leave, and come again: the stream of lesson 05's windows. */
export const clicks: Dataset = {
  name: "clicks",
  summary:
    "240 clicks of nine visitors within an hour, a fifth held up by up to 2 min: what lesson 05 cuts into windows",
  topics: [{ name: "clicks", partitions: 2 }],
  defaults: {
    seed: 5,
    count: 240,
    rate: 1 / 15,
    lateRate: 0.2,
    lateMaxMs: 120_000,
    dupRate: 0,
    badRate: 0,
    startMs: Date.UTC(2025, 9, 14, 10, 0, 0),
  },
  generate: (options) => {
    const next = visits();
    return disordered({ ...clicks.defaults, ...options }, (i, ts, draws) => {
      const row: Click = { id: `click-${i + 1}`, visitor: next(draws), page: draws.pick(PAGES), at: ts };
      return { topic: "clicks", key: row.visitor, row };
    });
  },
};
