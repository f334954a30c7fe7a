import { describe, expect, it } from "vitest";
import { simulatedTerminal } from "../cli/support.js";

describe("tidemark run 05-windows", () => {
  it("cuts the clicks in four ways, and counts the visits once more by sorting", async () => {
    const { out } = await simulatedTerminal().run("run 05");
    expect(out).toEqual([
      "05-windows on simulated Kafka, seed 1",
      "window                  results  counted  late  state_size  as the pure run",
      "----------------------  -------  -------  ----  ----------  ---------------",
      "tumbling, 5 min              67      240     0          13  yes",
      "hopping, 5 min every 2      175      600     0          34  yes",
      "sliding, 5 min              441     1648     0         148  yes",
      "session, gap 4 min           39      240     0          10  yes",
      "",
      "visits: 39; counted anew from the sorted clicks: 39 (agrees)",
      "a fixed window for each visitor  results  visits that it cuts",
      "-------------------------------  -------  -------------------",
      "5 min                                 67                   23",
      "10 min                                49                   11",
      "15 min                                36                    7",
      "30 min                                18                    2",
    ]);
  });

  it("shows one kind, and sessions with another gap", async () => {
    const { out } = await simulatedTerminal().run("run 05 --window session --gap-minutes 20 --json");
    expect(JSON.parse(out.at(-1)!)).toMatchObject({
      agrees: true,
      figures: [{ window: "session, gap 20 min", results: 9 }],
    });
  });

  it("compares no visits where clicks came too late to be in one", async () => {
    const { run } = simulatedTerminal();
    await run("produce clicks --late-max-sec 1200");
    const { code, out } = await run("run 05 --window session");
    expect(code).toBe(0);
    expect(out.find((line) => line.startsWith("visits"))).toMatch(/clicks came too late to compare/);
  });

  it("names the kinds that there are, and refuses a gap of nothing", async () => {
    const { run } = simulatedTerminal();
    expect((await run("run 05 --window round")).notes.join(" ")).toContain("tumbling, hopping, sliding, session");
    expect((await run("run 05 --gap-minutes 0")).notes.join(" ")).toContain("expected more than 0");
  });
});
