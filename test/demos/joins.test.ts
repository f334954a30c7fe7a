import { describe, expect, it } from "vitest";
import { minutes } from "../../src/core/index.js";
import { harborJoins } from "../../src/demos/harbor-joins.js";
import { simulatedTerminal } from "../cli/support.js";

describe("tidemark run 08-joins", () => {
  it("shows what each join has joined, and the dlq_count of those without a partner", async () => {
    const { out } = await simulatedTerminal().run("run 08");
    expect(out).toEqual([
      "08-joins on simulated Kafka, seed 1",
      "1000 ships, one a minute of event time; a wait of 15 minutes",
      "",
      "join                                records  joined  late  dlq_count  recount",
      "----------------------------------  -------  ------  ----  ---------  -------",
      "arrivals, fixed table of berths        1000     967     0         33  agrees",
      "arrivals, clearances (two streams)     1968     901     0        166  agrees",
      "arrivals, tariff valid by then         1033     946     0         54  agrees",
      "tariffs, crews (table, table)            39       4     0          2  agrees",
      "calls, crews (foreign key: berth)      1006     617     0        383  agrees",
      "",
      "dlq_count: those without a partner. A table counts as it stands in the end.",
    ]);
  });

  it("waits less when asked: rows that come too late join nothing, and their partners stand alone", async () => {
    const { out } = await simulatedTerminal().run("run 08 --wait 2 --json");
    const { agrees, figures } = JSON.parse(out[0]!);
    expect(agrees).toBe(true);
    expect(figures[1]).toMatchObject({ joined: 789, late: 122, dlq_count: 268 });
    expect(figures[2]).toMatchObject({ joined: 880, late: 69, dlq_count: 51 });
  });

  it("shows with --full who is alone", async () => {
    const { out } = await simulatedTerminal().run("run 08 --full");
    expect(out.join("\n")).toMatch(/call-\d+ +- +\d+ +-/);
  });

  it("names its joins in the order of the lesson", () => {
    expect(harborJoins(minutes(15)).map(({ plan }) => plan.plan.name)).toEqual([
      "berthed-calls",
      "cleared-calls",
      "fees",
      "berth-board",
      "calls-and-crews",
    ]);
  });
});
