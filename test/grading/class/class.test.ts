/** A class through the whole of `grade`: rows, tables, pages. Few learners run code, since each is a process. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parseCsv } from "../../../src/grading/class/csv.js";
import { feedbackFile } from "../../../src/grading/class/feedback-page.js";
import { type FolderOptions, type GradedFolder, gradeFolder } from "../../../src/grading/class/grade-folder.js";
import { classroomResult, markdownSummary } from "../../../src/grading/class/push-report.js";
import { graderFromSource, repository } from "../test-kit.js";

const id = "04-watermarks/advanceWatermark";
const right = readFileSync(join(repository, `solutions/${id}.ts`), "utf8");
const wrong = "export function advanceWatermark(): number {\n  return 0;\n}\n";

// Each learner starts processes, and a busy machine is slow at that.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe("grading a class", () => {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-class-"));
  const out = join(folder, ".gradebook");
  const submit = (student: string, text: string): void => {
    const file = join(folder, student, `exercises/${id}.ts`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const grade = (options: Partial<FolderOptions> = {}): Promise<GradedFolder> =>
    gradeFolder(repository, folder, graderFromSource, {
      out,
      only: ["04/advanceWatermark"],
      column: "Tidemark",
      limits: { timeoutMs: 1_000, memoryMb: 64 },
      ...options,
    });
  const book = (name: string): string => readFileSync(join(out, name), "utf8");
  let graded: GradedFolder;

  beforeAll(async () => {
    submit("ana", right);
    submit("bo <script>", wrong);
    submit("=cmd()", `void Promise.reject(new Error("left behind"));\n${right}`);
    submit("dee", `export {};\nconst one: number = "1";\nconst two: number = "2";\n`);
    submit("eve", readFileSync(join(repository, `exercises/${id}.ts`), "utf8"));
    mkdirSync(join(folder, "flo"));
    writeFileSync(join(folder, "flo/exercises"), "a file where a folder should be");
    graded = await grade();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("gives each learner a row, whatever the others handed in, and no zero without its reason", () => {
    expect(
      graded.rows.map(({ student, state, points, exercises }) => [student, state, points, exercises[0]?.verdict]),
    ).toEqual([
      ["=cmd()", "graded", 0, "crashed"],
      ["ana", "graded", 10, "passed"],
      ["bo <script>", "graded", 0, "failed"],
      ["dee", "graded", 0, "broken"],
      ["eve", "graded", 0, "not-started"],
      ["flo", "not-graded", 0, undefined],
    ]);
    const [head, ...lines] = parseCsv(book("gradebook.csv"));
    expect(head).toEqual(["student", "points", "of", "passed", "note", id]);
    expect(lines.map(([student, points, of, , note]) => [student, points, of, note?.split(".")[0]])).toEqual([
      ["'=cmd()", "0", "10", "1 crashed"],
      ["ana", "10", "10", "1 passed"],
      ["bo <script>", "0", "10", "1 failed"],
      ["dee", "0", "10", "1 broken"],
      ["eve", "0", "10", "1 not started"],
      ["flo", "", "10", "no exercise was found"],
    ]);
  });

  it("keeps the rows of an earlier gradebook where nothing has changed, and grades the rest", async () => {
    submit("bo <script>", right);
    const seen: string[] = [];
    const before = book("gradebook.json");
    const again = await grade({
      since: out,
      jobs: 3,
      graded: ({ student, exercises }) => seen.push(`${student} ${exercises[0]?.verdict}`),
    });
    expect(again.rows[2]).toMatchObject({ student: "bo <script>", points: 10 });
    expect(again.rows.filter((_, index) => index !== 2)).toEqual(graded.rows.filter((_, index) => index !== 2));
    expect(seen).toHaveLength(6);
    submit("bo <script>", wrong);
    await grade(); // from nothing: equal work gives equal bytes
    expect(book("gradebook.json")).toBe(before);
  });

  it("writes a page whose names can do nothing, with a link to each failure", () => {
    const page = book("gradebook.html");
    expect(page).not.toContain("<script>");
    expect(page).toContain("bo &lt;script&gt;");
    for (const [, file = "", anchor = ""] of page.matchAll(/href="(feedback\/[^"#]+)#([^"]+)"/g)) {
      expect(book(file)).toContain(`id="${anchor}"`);
    }
    expect(page).toContain("What was not contained");
  });

  it("writes a feedback page for each learner, of nobody else, with each message of the compiler on its line", () => {
    expect(readdirSync(join(out, "feedback")).sort()).toEqual(
      graded.rows.map(({ student }) => feedbackFile(student)).sort(),
    );
    const page = book(`feedback/${feedbackFile("dee")}`);
    expect(page).toMatch(/2:7 .*\n.*3:7 /);
    expect(page).toContain("white-space: pre-wrap");
    for (const name of ["ana", "bo", "eve"]) expect(page).not.toContain(`>${name}<`);
  });

  it("writes a page of the class: what most fell over", () => {
    expect(book("class.html")).toMatch(/04\/advanceWatermark: The process lives on.*<\/td><td class="number">1</);
  });

  it("reports to a forge and to GitHub Classroom", () => {
    const rows = graded.rows.slice(1, 3);
    expect(markdownSummary(rows)).toContain("### ana: 10 of 10 points");
    expect(markdownSummary(rows)).toContain("### bo \\<script\\>: 0 of 10 points");
    const result = JSON.parse(Buffer.from(classroomResult(rows), "base64").toString());
    expect(result).toMatchObject({ status: "pass", max_score: 10, tests: [{ status: "pass", score: 10 }] });
  });

  it("leaves a row for everybody when it is stopped half way", async () => {
    const stopping = new AbortController();
    const stopped = await grade({
      out: join(folder, ".half"),
      signal: stopping.signal,
      graded: () => stopping.abort(),
    });
    expect(stopped.rows.map(({ state }) => state)).toEqual(["graded", ...Array(5).fill("waiting")]);
    expect(parseCsv(readFileSync(join(folder, ".half/gradebook.csv"), "utf8"))).toHaveLength(7);
  });

  it("has a row for everybody on the roster, from whom nothing came as well", async () => {
    const roster = join(folder, "roster.csv");
    writeFileSync(roster, 'Student,ID,SIS User ID,SIS Login ID,Section\nana,1,,,A\n"Lee, Cy",2,,,A\n');
    const { rows, strangers, aside } = await grade({ roster, since: out, out: join(folder, ".roster") });
    expect(rows.find(({ student }) => student === "Lee, Cy")).toMatchObject({ state: "absent", canvasId: "2" });
    expect(strangers).toEqual(["=cmd()", "bo <script>", "dee", "eve", "flo"]);
    expect(aside).toEqual([".half", "roster.csv"]);
    const canvas = parseCsv(readFileSync(join(folder, ".roster/canvas.csv"), "utf8"));
    expect(canvas.slice(2).map((line) => [line[0], line.at(-1)])).toEqual([
      ["ana", "10"],
      ["Lee, Cy", ""],
    ]);
    await expect(grade({ roster: join(folder, "none.csv") })).rejects.toThrow("none.csv does not exist");
  });

  it("says so when there is nothing to grade", async () => {
    const empty = join(folder, "flo/nothing");
    mkdirSync(join(folder, ".empty"));
    await expect(
      gradeFolder(repository, join(folder, ".empty"), graderFromSource, { out, column: "x" }),
    ).rejects.toThrow("nobody has handed in anything");
    expect(existsSync(empty)).toBe(false);
  });
});
