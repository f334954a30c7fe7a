import { describe, expect, it } from "vitest";
import { demos } from "../../src/demos/index.js";
import { simulatedTerminal } from "../cli/support.js";

describe("tidemark run", () => {
  it.each(demos.map(({ lesson }) => lesson))(
    "runs %s from nothing, agrees with the recount, and leaves nothing behind",
    async (lesson) => {
      const { run } = simulatedTerminal();
      const { code, out } = await run(`run ${lesson}`);
      expect(code).toBe(0);
      expect(out.length).toBeGreaterThan(2);
      expect(out.filter((line) => line.length > 80)).toEqual([]);
      expect((await run("topics list")).out).toEqual([]);
      // and once more, with equal figures
      expect((await run(`run ${lesson}`)).out).toEqual(out);
    },
  );

  it("shows lesson 04 under the three waits", async () => {
    const { out } = await simulatedTerminal().run("run 04");
    expect(out).toEqual([
      "04-watermarks on simulated Kafka, seed 1",
      "wait  windows closed  late  state_size  as the pure run",
      "----  --------------  ----  ----------  ---------------",
      "0 s                6     7           1  yes",
      "5 s                6     4           2  yes",
      "20 s               6     1           3  yes",
    ]);
  });

  it("uses what was produced before, and leaves that where it was", async () => {
    const { run } = simulatedTerminal();
    await run("produce watermark-demo --count 20");
    const { out } = await run("run 04 --wait-for-system-duration 5 --json");
    expect(JSON.parse(out[0]!)).toMatchObject({ agrees: true, figures: [{ wait: "5 s", "windows closed": 3 }] });
    expect((await run("topics list")).out).toEqual(["watermark-demo"]);
  });

  it("keeps what it made when asked", async () => {
    const { run } = simulatedTerminal();
    await run("run 04 --wait_for_system_duration 5 --keep");
    expect((await run("topics list")).out).toContain("engine-averages-wait-5");
    expect((await run("inspect engine-averages-wait-5 --print-key --limit 1")).out[0]).toMatch(
      /^0@\d+ {2}port@\d+\/\d+ {2}\{/,
    );
  });

  it("names the demos there are when there is none of that name", async () => {
    expect(await simulatedTerminal().run("run 99")).toMatchObject({
      code: 2,
      notes: [expect.stringContaining("There are: 02-at-least-once")],
    });
  });
});
