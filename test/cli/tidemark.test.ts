import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { datasets } from "../../src/datasets/index.js";
import { simulatedTerminal, terminalOn } from "./support.js";

describe("tidemark", () => {
  it("shows what is possible, in lines of at most 80 columns", async () => {
    const { run } = simulatedTerminal();
    for (const words of [
      "--help",
      "produce --help",
      "inspect --help",
      "topics --help",
      "topics create --help",
      "kafka --help",
      "kafka up --help",
      "doctor --help",
      "run --help",
      "explain --help",
    ]) {
      const { code, out } = await run(words);
      expect(code).toBe(0);
      expect(out.filter((line) => line.length > 80)).toEqual([]);
    }
  });

  it("makes a dataset's topic, sends it, and shows it again", async () => {
    const { run } = simulatedTerminal();
    expect(await run("produce watermark-demo")).toMatchObject({
      code: 0,
      out: ["sent 40 of 40 records of watermark-demo to watermark-demo"],
    });
    const { out } = await run("inspect watermark-demo --limit 2 --print-key");
    expect(out).toHaveLength(2);
    expect(out[0]).toMatch(/^0@0 {2}port {2}\{"id":"r\d+","engine":"port",/);
    expect((await run("topics describe watermark-demo")).out.slice(0, 2)).toEqual([
      "watermark-demo: 1 partition",
      "  partition 0: offsets 0 to 40 (the next record gets 40)",
    ]);
  });

  it("shows the last records when asked for the latest", async () => {
    const { run } = simulatedTerminal();
    await run("produce watermark-demo");
    const { out } = await run("inspect watermark-demo --from latest --limit 3");
    expect(out.map((line) => line.split("  ")[0])).toEqual(["0@37", "0@38", "0@39"]);
  });

  it("makes, lists and deletes topics", async () => {
    const { run } = simulatedTerminal();
    expect((await run("topics create contas --partitions 2 --config cleanup.policy=compact")).out).toEqual([
      "made contas: 2 partitions",
    ]);
    expect((await run("topics create contas")).out).toEqual(["contas is there already"]);
    expect((await run("topics create --dataset orders")).out).toEqual(["made orders: 3 partitions"]);
    expect((await run("topics list")).out).toEqual(["contas", "orders"]);
    expect(await run("topics delete contas")).toMatchObject({ code: 0, out: ["deleted contas"] });
    expect((await run("topics list --json")).out).toEqual(['["orders"]']);
  });

  it("takes flags with underscores, as other courses write them", async () => {
    const { run } = simulatedTerminal();
    expect((await run("produce orders --count=50 --dup_rate=1 --json")).out).toEqual([
      '{"dataset":"orders","topics":["orders"],"sent":100}',
    ]);
  });

  it("checks that every dataset has the bytes that it has always had", async () => {
    const { code, out } = await simulatedTerminal().run("datasets --check");
    expect(code).toBe(0);
    expect(out.every((line) => line.startsWith("same"))).toBe(true);
  });

  it("writes datasets of another seed, and says what shows the course's own", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tidemark-"));
    const { run } = simulatedTerminal();
    const { out } = await run(`datasets --seed 2027 --out ${folder}`);
    expect(out).toContain(`wrote ${join(folder, "orders.jsonl")}`);
    expect(readFileSync(join(folder, "watermark-demo.jsonl"), "utf8").split("\n")).toHaveLength(41);
    expect(out).toContain("agree with any data: all graders, since they draw their own cases");
    expect(out).toContain("  notebooks/04-watermarks.ipynb (watermark-demo)");
    expect(out).toContain("  notebooks/02-at-least-once.ipynb (orders)"); // imported under another name
    rmSync(folder, { recursive: true });
  });

  it("writes over no dataset that is there, unless it is told to", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tidemark-"));
    const { run } = simulatedTerminal();
    writeFileSync(join(folder, "orders.jsonl"), "mine");
    const refused = await run(`datasets --seed 2027 --out ${folder}`);
    expect(refused.code).toBe(2);
    expect(refused.notes.join(" ")).toContain("orders.jsonl: there already; nothing was written");
    expect(readdirSync(folder)).toEqual(["orders.jsonl"]);
    expect(readFileSync(join(folder, "orders.jsonl"), "utf8")).toBe("mine");
    expect((await run(`datasets --seed 2027 --out ${folder} --force`)).code).toBe(0);
    expect(readFileSync(join(folder, "orders.jsonl"), "utf8")).not.toBe("mine");
    rmSync(folder, { recursive: true });
  });

  it("says of a place that cannot be written to what lies there, without a stack", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tidemark-"));
    writeFileSync(join(folder, "file"), "");
    const { code, notes } = await simulatedTerminal().run(`datasets --seed 2027 --out ${folder}/file/below`);
    expect(code).toBe(3);
    expect(notes.join(" ")).toMatch(/file.*: a file lies where a folder should be$/);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["produce nothing", 2, `there is no dataset "nothing". There are: ${datasets.map(({ name }) => name).join(", ")}`],
    ["produce orders --late-rate 2", 2, "datasets: lateRate must be from 0 to 1, got 2"],
    [
      "produce orders --count many",
      2,
      "error: option '--count <n>' argument 'many' is invalid. A whole number is needed.",
    ],
    ["inspect nowhere", 1, 'there is no topic "nowhere". Try: npx tidemark topics list'],
    ["topics create", 2, "topics create: name a topic, or --dataset NAME"],
    ["topics create a --config oops", 2, '--config: expected name=value, got "oops"'],
    ["sing", 2, "error: unknown command 'sing'"],
  ])("refuses `%s` with code %i and says why", async (line, code, message) => {
    const ran = await simulatedTerminal().run(line);
    expect(ran.code).toBe(code);
    expect(ran.notes.join(" ")).toContain(message);
  });

  it("ends with 143 when SIGTERM has stopped it", async () => {
    const terminal = simulatedTerminal();
    terminal.stop("SIGTERM");
    expect(await terminal.run("topics list")).toMatchObject({ code: 143 });
  });

  it.each([
    ["of an engine's own making", () => new Array(-1)],
    ["of a message that is too deep", () => "x".repeat(-1)],
    [
      "of ours that is a plain one",
      () => {
        throw new RangeError("a field ends behind its batch");
      },
    ],
  ])("never takes a bug for wrong use: a RangeError %s has its stack and ends with 1", async (_what, bug) => {
    const { code, notes } = await terminalOn(async () => {
      bug();
      throw new Error("not reached");
    }).run("topics list");
    expect(code).toBe(1);
    expect(notes.join("\n")).toMatch(/^RangeError: .*\n\s+at /);
  });

  it("ends with 130 when it was stopped", async () => {
    const { run, stop } = simulatedTerminal();
    stop();
    expect(await run("produce watermark-demo")).toMatchObject({
      code: 130,
      out: ["sent 0 of 40 records of watermark-demo to watermark-demo"],
    });
  });
});
