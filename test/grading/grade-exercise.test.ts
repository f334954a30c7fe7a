import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { type Graded, type GradeOptions, gradeExercise } from "../../src/grading/grade/grade-exercise.js";
import { stage } from "../../src/grading/host/stage.js";
import grader from "../exercises/04-watermarks/advanceWatermark.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const id = "04-watermarks/advanceWatermark";
const kitFile = (path: string): string => readFileSync(`${root}/${path}`, "utf8");
const right = "return Math.max(watermark, ts - delayMs);";
const written = (body: string, above = ""): string =>
  `${above}\nexport function advanceWatermark(watermark: number, ts: number, delayMs: number): number {\n${body}\n}\n`;

const limits = { timeoutMs: 600, memoryMb: 64 };

async function grade(source: string, options: GradeOptions = {}): Promise<Graded> {
  const staged = await stage(root, new Map([[id, source]]), [id]);
  try {
    return await gradeExercise(id, grader, staged, { limits, ...options });
  } finally {
    staged.remove();
  }
}

// Each test starts processes, and a busy machine is slow at that.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe("grading an exercise in a process of its own", () => {
  it("passes the right solutions", async () => {
    for (const name of ["advanceWatermark.ts", "advanceWatermark.b.ts"]) {
      const graded = await grade(kitFile(`solutions/04-watermarks/${name}`));
      expect(graded.failure).toBeNull();
      expect(graded.verdict).toBe("passed");
    }
  });

  it("says of the stub that it is not started", async () => {
    expect(await grade(kitFile(`exercises/${id}.ts`))).toMatchObject({ verdict: "not-started", failure: null });
  });

  it("shows a wrong solution's smallest counterexample", async () => {
    const { verdict, failure } = await grade(written("return ts - delayMs;"));
    expect(verdict).toBe("failed");
    expect(failure).toMatchObject({ property: "neverBack", anomaly: "watermark-regressed" });
    expect(failure?.timeline).toHaveLength(2);
  });

  it("gives the compiler's message at the line for code that does not compile", async () => {
    const { verdict, failure } = await grade(written('return "late";'));
    expect(verdict).toBe("broken");
    expect(failure?.got).toMatch(/^exercises\/04-watermarks\/advanceWatermark\.ts:3:1 TS2322: Type 'string'/);
  });

  it("leaves nothing behind, also of a run that was killed", async () => {
    const killed = join(root, ".tidemark/stage/run-999999999-abc");
    mkdirSync(killed, { recursive: true });
    await grade(kitFile(`exercises/${id}.ts`));
    expect(existsSync(killed)).toBe(false);
  });

  it("says which export is missing", async () => {
    const { verdict, failure } = await grade("export const advanceWatermarks = 1;\n");
    expect(verdict).toBe("broken");
    expect(failure?.got).toBe("expected an exported function advanceWatermark, got no such export");
  });

  it("kills a call that never comes back, and shows the smallest case that hangs, again when replayed", async () => {
    const source = written(`while (ts < -10 && delayMs > 2) {}\n${right}`);
    // Smaller cases get a part of this time, in which a process must be able to start.
    const patient = { limits: { ...limits, timeoutMs: 1_000 } };
    const { verdict, failure } = await grade(source, patient);
    expect(verdict).toBe("hung");
    expect(failure?.anomaly).toBe("never-returns");
    expect(failure?.timeline.at(-1)).toEqual({ wrong: true, call: "advanceWatermark(-∞, -11, 3)", out: "nothing" });
    expect((await grade(source, { ...patient, replay: failure?.replay ?? "" })).failure).toEqual(failure);
  });

  it("reports a property that fails before one that hangs", async () => {
    const { verdict, failure } = await grade(written("while (watermark === 4_000) {}\nreturn ts - delayMs;"));
    expect(verdict).toBe("failed");
    expect(failure).toMatchObject({ property: "neverBack", anomaly: "watermark-regressed" });
    expect(failure?.timeline).toHaveLength(2);
  });

  it("goes on when a text brings the compiler down", async () => {
    const kit = mkdtempSync(join(tmpdir(), "tidemark-compiler-"));
    mkdirSync(join(kit, "node_modules/typescript/bin"), { recursive: true });
    writeFileSync(join(kit, "node_modules/typescript/bin/tsc"), 'console.error("stack overflow"); process.exit(3);\n');
    for (const part of ["src", "exercises"]) symlinkSync(join(root, part), join(kit, part), "junction");
    // The program that runs a learner's code is compiled already, as it is in a kit that was used before.
    await grade(kitFile(`exercises/${id}.ts`));
    cpSync(join(root, ".tidemark/program"), join(kit, ".tidemark/program"), { recursive: true });
    const staged = await stage(kit, new Map([[id, written(right)]]), [id]);
    const { verdict, failure } = await gradeExercise(id, grader, staged, { limits });
    expect(verdict).toBe("broken");
    expect(failure?.got).toContain("the TypeScript compiler ended with code 3: stack overflow");
    rmSync(kit, { recursive: true, force: true });
  });

  it("kills code that never finishes loading", async () => {
    expect(await grade(written(right, "for (;;) {}"))).toMatchObject({ verdict: "hung" });
  });

  it("survives code that runs out of memory, or leaves a rejection behind", async () => {
    // Memory fills slowly on a busy machine.
    const hungry = await grade(written("const all: number[][] = []; for (;;) all.push(Array(1e6).fill(ts));"), {
      limits: { timeoutMs: 20_000, memoryMb: 32 },
    });
    expect(hungry.verdict).toBe("crashed");
    expect(hungry.failure?.got).toContain("ran out of memory (32 MB)");
    if (process.platform === "linux") {
      const outside = "const all: Uint8Array[] = []; for (;;) all.push(new Uint8Array(2e7).fill(1));";
      const bytes = await grade(written(outside), { limits: { timeoutMs: 20_000, memoryMb: 32 } });
      expect(bytes.failure?.got).toBe("it ran out of memory (32 MB)");
    }
    const rejects = await grade(written(`void Promise.reject(new Error("forgotten"));\n${right}`));
    expect(rejects.verdict).toBe("crashed");
    expect(rejects.failure?.got).toContain("forgotten");
  });

  it("names what was thrown, and the line", async () => {
    const { verdict, failure } = await grade(written(`if (delayMs > 3) throw new Error("no idea");\n${right}`));
    expect(verdict).toBe("failed");
    expect(failure?.got).toBe(`it threw Error: no idea (exercises/${id}.ts:3)`);
    expect(failure?.timeline.at(-1)).toMatchObject({
      wrong: true,
      call: expect.stringMatching(/^advanceWatermark\(.*, 4\)$/),
      out: "an error",
    });
  });

  it("says so when a promise comes back", async () => {
    const source = "export async function advanceWatermark(): Promise<number> { return 1; }\n";
    const { verdict, failure } = await grade(source);
    expect(verdict).toBe("failed");
    expect(failure?.got).toContain("a promise");
  });

  it("notices an answer that depends on what was called before", async () => {
    const { failure } = await grade(
      written("calls++;\nreturn calls > 200 ? 0 : Math.max(watermark, ts - delayMs);", "let calls = 0;"),
    );
    expect(failure?.property).toBeDefined();
  });

  it("keeps what was printed", async () => {
    expect((await grade(written(`console.log("W", ts);\n${right}`))).printed).toMatch(/^W -?\d+\n/);
  });

  it("keeps of a wrong solution what it printed in the case that is shown, and nothing of the others", async () => {
    const { printed, failure } = await grade(written('console.log("W", watermark, [ts]);\nreturn ts - delayMs;'));
    expect(printed.trim().split("\n")).toHaveLength(failure?.timeline.length ?? 0);
    expect(printed).toMatch(/^W -∞ \[0\]\n/);
  });
});
