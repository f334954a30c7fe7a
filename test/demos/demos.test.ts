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

  it("shows lesson 00: receipts, groups that share or do not, and a log before and after compaction", async () => {
    const { out } = await simulatedTerminal().run("run 00");
    expect(out.slice(1, 5)).toEqual([
      "300 orders sold, the key is the customer; the first five receipts:",
      "customer     partition  offset",
      "-----------  ---------  ------",
      "customer-6           1       0",
    ]);
    expect(out).toContain("49 customers, each in one partition, in order: yes");
    const crowd = out.filter((line) => line.startsWith("crowd")).map((line) => Number(line.split(" ").at(-1)));
    expect(crowd).toHaveLength(4);
    expect(crowd.reduce((sum, records) => sum + records)).toBe(300);
    expect(crowd.filter((records) => records === 0)).toHaveLength(1); // three partitions for four members
    expect(out.slice(-4)).toEqual([
      "a new reader, earliest: reads 300; latest: reads 0",
      "a note of 2000 bytes where 1000 are allowed: too-large",
      "compacted: 301 records before, 50 after, 50 keys",
      "the table folded from either is the same: yes",
    ]);
  });

  it("shows lesson 01: a clean stream, an honest one, and how many of fifty orders come too late", async () => {
    const { out, notes, files } = await simulatedTerminal().run("run 01");
    expect(out).toEqual([
      "01-two-clocks on simulated Kafka, seed 1",
      "clean: 3000 records at 300 a second",
      "late, and twice: 3160 records at 300 a second",
      "stream           records  duplicates  median delay  p95      largest  recount",
      "---------------  -------  ----------  ------------  -------  -------  -------",
      "clean               3000           0  20 ms         39 ms    40 ms    agrees",
      "late, and twice     3160         160  25 ms         203.1 s  300.0 s  agrees",
      "",
      "50 orders, one a minute; windows of 10 minutes, a wait of 5 minutes:",
      "6 behind the watermark, 2 of them while their window was still open",
      "dlq_count = 4",
      "wrote plots/two-clocks.png",
      "wrote plots/two-clocks.svg",
      "wrote plots/two-clocks.csv",
    ]);
    // while it runs, a line every second: nine for the clean stream, ten for the longer one
    expect(notes.filter((line) => line.includes("duplicates; delay: median 2"))).toHaveLength(19);
    expect([...files.keys()]).toEqual(["plots/two-clocks.png", "plots/two-clocks.svg", "plots/two-clocks.csv"]);
    const lines = String(files.get("plots/two-clocks.csv")).trimEnd().split("\n");
    expect(lines).toHaveLength(51);
    expect(lines.filter((line) => line.endsWith(",late"))).toHaveLength(4);
    expect(lines.filter((line) => line.endsWith(",behind the watermark"))).toHaveLength(2);
  });

  it("counts another seed's late orders without a plot, and plots where it is told", async () => {
    const { run } = simulatedTerminal();
    const without = await run("run 01 --seed 3 --count 300 --no-plot --json");
    expect(JSON.parse(without.out[0]!)).toMatchObject({
      agrees: true,
      figures: [{ records: 300, duplicates: 0 }, { stream: "late, and twice" }, { dlq_count: 7, behind: 13 }],
    });
    expect(without.files.size).toBe(0);
    const { files } = await run("run 01 --count 300 --out pictures/");
    expect([...files.keys()][0]).toBe("pictures/two-clocks.png");
  });

  it("lets the naive consumer count what somebody else produces", async () => {
    const { run } = simulatedTerminal();
    await run("produce orders --rate 300 --late-rate 0.15 --late-max-sec 300 --dup-rate 0.05");
    const { code, out } = await run("run naive-consumer --on kafka --limit 3160");
    expect(code).toBe(0);
    expect(out.slice(1, 5)).toEqual([
      "3160 records, 160 duplicates",
      "delay: median 25 ms, p95 203.1 s, max 300.0 s",
      `  under 1 s       ${"█".repeat(53)}  2581`,
      `  1 to 10 s       ${"██".padEnd(53)}   109`,
    ]);
    expect(out.at(-1)).toBe("a second reading of the topic counts the same");
    // it commits nothing, so it begins again
    expect((await run("run naive-consumer --on kafka --limit 3160")).out).toEqual(out);
  });

  it("stops when it is told to, and leaves nothing behind", async () => {
    const { run, stop } = simulatedTerminal();
    stop();
    for (const lesson of ["00", "01"]) expect((await run(`run ${lesson}`)).code).toBe(130);
    expect((await run("topics list")).out).toEqual([]);
  });

  it("says why the naive consumer alone has nothing to read on a simulation", async () => {
    const { code, notes } = await simulatedTerminal().run("run naive-consumer");
    expect(code).toBe(2);
    expect(notes.join(" ")).toContain("Try: npx tidemark run naive-consumer --on kafka");
  });

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

  it("refuses a flag that belongs to another demo, and says to which", async () => {
    const { code, notes } = await simulatedTerminal().run("run 01 --wait-for-system-duration 5");
    expect(code).toBe(2);
    expect(notes.join(" ")).toContain("it belongs to 04-watermarks");
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
    const { code, notes } = await simulatedTerminal().run("run 99");
    expect(code).toBe(2);
    expect(notes.join(" ")).toContain("There are: 00-the-log");
  });
});
