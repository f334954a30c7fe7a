import { describe, expect, it } from "vitest";
import { simulatedTerminal } from "../cli/support.js";

describe("tidemark run 06-late-data", () => {
  it("revises under four latenesses, and splits live and replayed", async () => {
    const { out } = await simulatedTerminal().run("run 06");
    expect(out).toEqual([
      "06-late-data on simulated Kafka, seed 1",
      "lateness  first results  revisions  late  state_size  as the pure run",
      "--------  -------------  ---------  ----  ----------  ---------------",
      "0 s                   6          0     4           2  yes",
      "5 s                   6          2     2           2  yes",
      "10 s                  6          2     2           3  yes",
      "20 s                  6          4     0           4  yes",
      "",
      "late with a wait of 5 s (the dlq_count of a job that splits before it counts):",
      "split by    live  replayed the next day",
      "----------  ----  ---------------------",
      "watermark      6                      6",
      "wall clock     8                     40",
    ]);
  });

  it("shows one lateness, keeps its topics when asked, and refuses less than nothing", async () => {
    const { run } = simulatedTerminal();
    expect((await run("run 06 --lateness 60 --keep")).out[3]).toMatch(/^60 s +6 +4 +0 +6 +yes$/);
    expect((await run("topics list")).out).toContain("late-readings-lateness-60");
    expect((await run("run 06 --lateness -1")).notes.join()).toContain("expected 0 or more");
  });
});
