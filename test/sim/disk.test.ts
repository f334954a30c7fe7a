import { describe, expect, it } from "vitest";
import { fault, SimulatedDisk, simulatedKafka } from "../../src/sim/index.js";

describe("the simulated disk", () => {
  const outcomes = async (save: (files: ReturnType<SimulatedDisk["files"]>) => Promise<void>): Promise<Set<string>> => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 200; seed++) {
      const disk = new SimulatedDisk(seed);
      const kafka = simulatedKafka({ seed: 1, storyLines: 0 });
      await saveWhole(disk.files(kafka.process("before").process), "old");
      const { process } = kafka.process("p");
      await save(disk.files(process));
      process.kill();
      seen.add((await disk.files(kafka.process("after").process).read("a")) ?? "nothing");
    }
    return seen;
  };
  const saveWhole = async (files: ReturnType<SimulatedDisk["files"]>, text: string): Promise<void> => {
    await files.write("a.next", text);
    await files.sync("a.next");
    await files.rename("a.next", "a");
    await files.syncFolder("");
  };

  it("keeps what was written, synced, renamed and whose folder was synced", async () => {
    expect([...(await outcomes((files) => saveWhole(files, "new")))]).toEqual(["new"]);
  });

  it("may tear what was written in place: the old text, nothing, a part, or the whole", async () => {
    const seen = await outcomes((files) => files.write("a", "new"));
    expect([...seen].sort()).toEqual(["", "n", "ne", "new", "old"]);
  });

  it("gives the old text or the new, whole, while the folder is not synced", async () => {
    const seen = await outcomes(async (files) => {
      await files.write("a.next", "new");
      await files.sync("a.next");
      await files.rename("a.next", "a");
    });
    expect([...seen].sort()).toEqual(["new", "old"]);
  });

  it("may tear what was renamed without being synced", async () => {
    const seen = await outcomes(async (files) => {
      await files.write("a.next", "new");
      await files.rename("a.next", "a");
      await files.syncFolder("");
    });
    expect(seen).toContain("ne");
    expect(seen).not.toContain("old");
  });

  it("refuses to write while it is full, and keeps what it has", async () => {
    const disk = new SimulatedDisk(1);
    const files = disk.files(simulatedKafka({ seed: 1 }).process("p").process);
    await files.write("a", "old");
    disk.full = true;
    await expect(files.write("a", "new")).rejects.toThrow("ENOSPC");
    expect([disk.paths, disk.text("a"), disk.text("b")]).toEqual([["a"], "old", null]);
  });

  it("crashes its process before or after a call, as told", async () => {
    for (const [phase, left] of [
      ["start", null],
      ["effect", "x"],
    ] as const) {
      const disk = new SimulatedDisk(1);
      const kafka = simulatedKafka({ seed: 1, faults: [fault.crash({ process: "p", call: "syncFolder", phase })] });
      const { process } = kafka.process("p");
      const files = disk.files(process);
      void (async () => {
        await files.write("a", "x");
        await files.sync("a");
        await files.syncFolder("");
      })();
      await process.ended();
      const found = await disk.files(kafka.process("q").process).read("a");
      if (left !== null) expect(found).toBe(left);
      else expect(["x", null]).toContain(found);
    }
  });
});
