import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { simulatedTerminal } from "../cli/support.js";

describe("tidemark run 03-effectively-once", () => {
  it("has right totals after a crash, in each way, and fences the zombie", async () => {
    const { out } = await simulatedTerminal().run("run 03 --crash-after 500");
    expect(out.slice(1, 9)).toEqual([
      "3160 records: 3000 orders, 160 copies, 478 on their way for 5 s or more.",
      "After 500 it crashes: the simulated process ends, its disk loses power.",
      "",
      "with             read again  in the log  committed   total  recount  right",
      "---------------  ----------  ----------  ---------  ------  -------  -----",
      "checkpoint file         200        3196       3196  309370   309370  yes",
      "transactions            200        3196       3000  309370   309370  yes",
      "and a zombie            200        3196       3000  309370   309370  yes",
    ]);
    expect(out).toContain("The zombie woke up when its successor was done, and wanted to commit: fenced.");
  });

  it.each([1, 99, 300, 3160])("is right when it crashes after %i", async (after) => {
    const { out } = await simulatedTerminal().run(`run 03 --crash-after ${after} --json`);
    expect(JSON.parse(out[0]!)).toMatchObject({ agrees: true });
  });

  it("knows orders that came too late to be told from copies, and counts those apart", async () => {
    const { run } = simulatedTerminal();
    await run("produce orders --rate 1 --count 2000 --late-rate 0.2 --late-max-sec 3000 --dup-rate 0.3 --include-bad");
    const { out } = await run("run 03 --json --keep");
    expect(JSON.parse(out[0]!)).toMatchObject({ agrees: true });
    const late = await run("inspect late-orders-once --limit 1");
    expect(late.out[0]).toContain("order-");
  });

  it("leaves the checkpoints where it was asked to", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tidemark-test-"));
    try {
      await simulatedTerminal().run(`run 03 --checkpoint ${folder}`);
      const files = await readdir(join(folder, "orders-once"));
      expect(files.sort()).toEqual(["orders-0.json", "orders-1.json", "orders-2.json"]);
      const saved = JSON.parse(await readFile(join(folder, "orders-once", "orders-0.json"), "utf8"));
      expect(saved.checkpoint).toMatchObject({ offsets: { orders: expect.any(Number) } });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("tidemark run once-worker", () => {
  it("goes on where it was when it is started again after a crash in a transaction", async () => {
    const { run } = simulatedTerminal();
    const { out } = await run("run once-worker --fresh --crash-after 500");
    expect(out[1]).toBe(
      "500 records taken, nothing of them true yet; crash: the simulated process ends, its disk loses power",
    );
    const again = await run("run once-worker");
    expect(again.out.slice(1, 6)).toEqual([
      "2860 records taken",
      "",
      "with          in the log  committed   total  recount  right",
      "------------  ----------  ---------  ------  -------  -----",
      "transactions        3196       3000  309370   309370  yes",
    ]);
  });
});
