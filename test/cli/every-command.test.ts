/** Rules for every command there is; commands are found by asking for help. */
import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { simulatedTerminal } from "./support.js";

const terminal = simulatedTerminal();

/** Every command and subcommand, as one types it, with the lines of its help. */
async function helps(words: readonly string[] = []): Promise<Map<string, readonly string[]>> {
  const { code, out } = await terminal.run([...words, "--help"].join(" "));
  expect(code, words.join(" ")).toBe(0);
  const found = new Map<string, readonly string[]>([[words.join(" "), out]]);
  const from = out.indexOf("Commands:");
  if (from < 0) return found;
  const listed = out.slice(from + 1, out.indexOf("", from));
  for (const name of listed.flatMap((line) => /^ {2}([a-z][\w-]*)/.exec(line)?.[1] ?? [])) {
    if (name === "help") continue;
    for (const entry of await helps([...words, name])) found.set(...entry);
  }
  return found;
}

describe("every command", () => {
  it("helps, in 80 columns, with an example", async () => {
    const all = await helps();
    expect(all.size).toBeGreaterThan(25);
    for (const [name, lines] of all) {
      expect(
        lines.filter((line) => line.length > 80),
        name,
      ).toEqual([]);
      if (name !== "") expect(lines.join("\n"), name).toMatch(/Examples?:\n {2}.*npx tidemark /);
    }
  });

  it("says in 80 columns what there is, or what is wrong", async () => {
    const lines = [
      ...["run", "explain", "explain 8", "hint", "reset", "progress", "datasets", "datasets --check"],
      ...["run nothing", "explain nothing", "hint nothing", "hint 04", "reset 99", "topics create", "grade /nowhere"],
      ...["new lesson X", "new exercise x", "produce nothing", "topics describe nothing", "inspect nothing"],
    ];
    for (const line of lines) {
      const { out, notes } = await terminal.run(line);
      expect(out.length + notes.length, line).toBeGreaterThan(0);
      expect(
        [...out, ...notes].filter((text) => text.length > 80),
        line,
      ).toEqual([]);
    }
  });

  it("says it as JSON where a program would read it", async () => {
    for (const line of [
      "run",
      "run 04",
      "explain",
      "explain 4",
      "hint",
      "reset",
      "progress",
      "datasets",
      "topics list",
    ]) {
      const { out } = await terminal.run(`${line} --json`);
      expect(() => JSON.parse(out.join("\n")), line).not.toThrow();
    }
  });

  it("ends with 0 where it lists, with 2 where it was used wrongly", async () => {
    for (const line of ["run", "explain", "hint", "reset"]) expect((await terminal.run(line)).code, line).toBe(0);
    for (const line of ["run x", "explain x", "hint x", "reset x", "topics create", "grade", "grade /nowhere", "--x"]) {
      expect((await terminal.run(line)).code, line).toBe(2);
    }
  });

  it("knows a lesson by 4, 04 and 04-watermarks", async () => {
    const outs = [];
    for (const word of ["4", "04", "04-watermarks"]) outs.push(await simulatedTerminal().run(`run ${word}`));
    for (const word of ["4", "04", "04-watermarks"]) outs.push(await terminal.run(`explain ${word}`));
    expect(new Set(outs.map(({ out }) => out.join("\n"))).size).toBe(2);
    expect(outs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("output into a pipe that nobody reads", () => {
  it("ends quietly, whatever the command had still to say", async () => {
    const child = spawn(process.execPath, ["tools/tidemark.mjs", "run", "04", "--full"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(errors.replace(/^building.*\n/gm, "")).toBe("");
    expect(code).toBe(0);
  });
});
