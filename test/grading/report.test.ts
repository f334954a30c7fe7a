import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { Graded } from "../../src/grading/grade/grade-exercise.js";
import { parseReplayCode, toReplayCode } from "../../src/grading/judge/replay-code.js";
import { paint, wantsColor } from "../../src/grading/report/paint.js";
import { reportText } from "../../src/grading/report/report.js";

const passed = (id: string): Graded => ({ id, verdict: "passed", failure: null, properties: [], printed: "" });
const hung: Graded = {
  ...passed("05-windows/assignHopping"),
  verdict: "hung",
  printed: "a\nb\n",
  failure: {
    property: "returns",
    says: "Every call comes back.",
    anomaly: "never-returns",
    timeline: [{ wrong: true, call: "assignHopping(5, 10, 0)", out: "nothing" }],
    expected: null,
    got: "a call did not come back within 2 s",
    note: null,
    replay: null,
  },
};

describe("the report", () => {
  const graded = [passed("04-watermarks/advanceWatermark"), hung, passed("05-windows/mergeSessions")];

  it("is one screen of all exercises, then the first failure in full", () => {
    expect(reportText(graded, paint(false))).toMatchInlineSnapshot(`
      "
      04-watermarks  ✓ advanceWatermark
      05-windows     ✗ assignHopping (hung)  ✓ mergeSessions

      2 passed, 1 hung

      ── 05/assignHopping ────────────────────────────────────────────────────────────

      Every call comes back.

          call                     came out
        > assignHopping(5, 10, 0)  nothing

        got       a call did not come back within 2 s

      never-returns: a call does not come back.

      your code printed:
        | a
        | b

      again      npm test exercises 05/assignHopping
      next hint  npx tidemark hint 05/assignHopping
      "
    `);
  });

  it("says the same with colors and without", () => {
    expect(stripVTControlCharacters(reportText(graded, paint(true)))).toBe(reportText(graded, paint(false)));
  });

  it("fits into 80 columns", () => {
    const many = Array.from({ length: 60 }, (_, index) => passed(`${10 + (index % 8)}-lesson/exercise${index}`)).sort(
      (left, right) => (left.id < right.id ? -1 : 1),
    );
    const lines = reportText([...many, hung], paint(false)).split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeLessThan(50);
  });

  it("cuts no column that answers: a table that is too wide becomes a block for each row, and has its place at 160", () => {
    const out = `[${Array.from({ length: 8 }, (_, index) => `e${index}`).join(", ")}]`;
    const timeline = [
      { event: "1", ts: 4, watermark: 2, out: "nothing", right: "nothing" },
      { event: "2", ts: 1, watermark: 2, out, right: `${out} and more`, wrong: true },
    ];
    const wide = { ...hung, failure: { ...(hung.failure as NonNullable<typeof hung.failure>), timeline } };
    const [narrow, broad] = [80, 160].map((width) => reportText([wide], paint(false), null, width)) as [string, string];
    expect(narrow.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(narrow).toContain('  > 2  event "2", event time 1, watermark 2');
    expect(narrow).toContain(`       should be  ${out} and`);
    expect(broad).toContain(`${out} and more   ✗`);
    expect(narrow + broad).not.toMatch(/sho…|…$/m);
  });

  it("says how many properties hold, and what the code printed in the case that is shown", () => {
    const properties = [true, false, true].map((held, index) => ({ name: `p${index}`, says: "", held }));
    const failure = { ...(hung.failure as NonNullable<typeof hung.failure>), replay: "p1.7.0" };
    const report = reportText([{ ...hung, verdict: "failed", properties, failure, printed: "W 4\n" }], paint(false));
    expect(report).toContain("\n2 of 3 properties hold\n");
    expect(report).toContain("your code printed in this case:\n  | W 4\n");
  });

  it("cuts an answer that is longer than a screen can bear, and says so", () => {
    const { failure } = hung;
    const long = { ...hung, failure: { ...(failure as NonNullable<typeof failure>), got: "e1, ".repeat(1_000) } };
    const lines = reportText([long], paint(false)).split("\n");
    expect(lines.filter((line) => line.includes("e1, e1"))).toHaveLength(7);
    expect(lines).toContain("            … and 52 lines more");
  });

  it("has colors in a terminal, unless NO_COLOR asks for none", () => {
    expect(wantsColor({ isTTY: true }, {})).toBe(true);
    expect(wantsColor({ isTTY: false }, {})).toBe(false);
    expect(wantsColor({ isTTY: true }, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColor({ isTTY: false }, { FORCE_COLOR: "1" })).toBe(true);
  });
});

describe("a replay code", () => {
  it("holds the property, the seed and the path", () => {
    const code = { property: "neverBack", seed: 7, path: "12:0:0:0:0:3:3:1" };
    expect(toReplayCode(code)).toBe("neverBack.7.12-0x4-3-3-1");
    expect(parseReplayCode("neverBack.7.12-0x4-3-3-1")).toEqual(code);
  });

  it("is refused when it is none", () => {
    expect(() => parseReplayCode("12:0")).toThrow('"12:0" is no replay code');
  });
});
