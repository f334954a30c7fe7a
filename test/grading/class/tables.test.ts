import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { classPage } from "../../../src/grading/class/class-page.js";
import { csvText, parseCsv } from "../../../src/grading/class/csv.js";
import { feedbackFile } from "../../../src/grading/class/feedback-page.js";
import { gradebookCsv } from "../../../src/grading/class/gradebook-files.js";
import type { LearnerGrades } from "../../../src/grading/class/learner-grades.js";
import { canvasCsv, moodleCsv } from "../../../src/grading/class/learning-systems.js";
import { readPoints } from "../../../src/grading/class/points.js";
import { readRoster } from "../../../src/grading/class/roster.js";

const row = (student: string, points: number | null, ids: Partial<LearnerGrades> = {}): LearnerGrades => ({
  student,
  canvasId: null,
  moodleId: null,
  state: points === null ? "not-graded" : "graded",
  points: points ?? 0,
  of: 30,
  exercises: [],
  notes: points === null ? ["handed in nothing"] : [],
  hints: null,
  digest: null,
  ...ids,
});

const lines = (text: string): string[] => text.trimEnd().split("\r\n");

describe("a table for spreadsheets", () => {
  it("takes no text for a formula, also in full width and behind blanks, and leaves numbers alone", () => {
    const texts = ["=1+1", "+a", "-a", "@a", " =1", "\t=1", "＝1", "-", "-5", "+1,5", "12", "a=1"];
    expect(lines(csvText([texts]))[0]).toBe(`'=1+1,'+a,'-a,'@a,' =1,'\t=1,'＝1,-,-5,"+1,5",12,a=1`);
  });

  it("reads back what it wrote: quotes, separators, line breaks as blanks", () => {
    expect(parseCsv(csvText([['a "b"', "c,d;e", "f\r\ng", ""]], true))).toEqual([['a "b"', "c,d;e", "f g", ""]]);
    expect(parseCsv("\u{feff}a;b\r\n1;2\n\n")).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
    expect(() => parseCsv('a,"b')).toThrow("a quote is not closed");
  });

  it("begins with the mark by which a spreadsheet knows UTF-8; tables for learning systems do not", () => {
    const rows = [row("José", 10)];
    expect(gradebookCsv(rows).startsWith("\u{feff}student,")).toBe(true);
    expect(canvasCsv(rows, "Tidemark", null).startsWith("Student,ID,")).toBe(true);
    expect(moodleCsv(rows, "Tidemark", null).startsWith("Identifier,")).toBe(true);
  });
});

/** The parts of Canvas' importer that refuse a file: its first columns, and the row of points possible. */
function asCanvasReads(text: string): { columns: string[]; possible: string[]; people: string[][] } {
  const [columns = [], possible = [], ...people] = parseCsv(text);
  expect(columns[0]).toContain("Student");
  expect(columns[1]).toContain("ID");
  expect(columns[columns.indexOf("Section") - 1]).toBe("SIS Login ID");
  expect(possible[0]).toContain("Points Possible");
  return { columns, possible, people };
}

describe("points for learning systems", () => {
  const exported = [
    "Student,ID,SIS User ID,SIS Login ID,Section,Essay (11),Tidemark (4711),Current Score",
    "    Points Possible,,,,,10,100,(read only)",
    '"Silva, Ana",4321,s1,ana@x.edu,A,7,,',
    '"Rey, Bo",77,s2,bo@x.edu,A,,,',
    '"Lee, Cy",78,s3,cy@x.edu,A,,,',
    '"Student, Test",99,,,A,,,',
  ].join("\n");

  it("are Canvas' own lines where its export is given: by id, by login or by name", () => {
    const rows = [row("silvaana", 30, { canvasId: "4321" }), row("bo@x.edu", 20), row("cy  LEE", null)];
    const { columns, possible, people } = asCanvasReads(canvasCsv(rows, "Tidemark", readRoster(exported)));
    expect(columns.at(-1)).toBe("Tidemark (4711)");
    expect(possible.at(-1)).toBe("30");
    expect(people.map(([name, id, , , , points]) => [name, id, points])).toEqual([
      ["Silva, Ana", "4321", "30"],
      ["Rey, Bo", "77", "20"],
      ["Lee, Cy", "78", ""],
    ]);
  });

  it("carry the id of a download where no export is given", () => {
    const { people } = asCanvasReads(canvasCsv([row("silvaana", 30, { canvasId: "4321" })], "Tidemark", null));
    expect(people).toEqual([["silvaana", "4321", "", "", "", "30"]]);
  });

  it("are a grading worksheet that Moodle takes: by the participant's number, with the date of its own export", () => {
    const worksheet = [
      '"Identifier","Full name","Email address",Status,Grade,"Maximum Grade","Last modified (grade)"',
      '"Participant 555","Cy Lee",cy@x.edu,Submitted,,100,"Monday, 1 December 2025, 10:00 AM"',
      '"Participant 556","Dee Ng",dee@x.edu,Submitted,,100,-',
    ].join("\n");
    const rows = [row("Cy Lee", 30, { moodleId: "555" })];
    expect(parseCsv(moodleCsv(rows, "Tidemark", readRoster(worksheet)))).toEqual([
      [
        "Identifier",
        "Full name",
        "Email address",
        "Grade",
        "Maximum Grade",
        "Last modified (grade)",
        "Feedback comments",
      ],
      ["Participant 555", "Cy Lee", "cy@x.edu", "30", "30", "Monday, 1 December 2025, 10:00 AM", ""],
      ["Participant 556", "Dee Ng", "dee@x.edu", "", "30", "-", ""],
    ]);
    expect(lines(moodleCsv(rows, "Tidemark", null))[1]).toMatch(/^Participant 555,Cy Lee,,30,30,-,/);
  });

  it("are grades that Moodle takes by address where its grades were exported", () => {
    const grades =
      "First name,Last name,ID number,Email address,Course total\nAna,Silva,17,ana@x.edu,0\nBo,Rey,18,bo@x.edu,0";
    expect(parseCsv(moodleCsv([row("Ana Silva", 30)], "Tidemark", readRoster(grades)))).toEqual([
      ["First name", "Last name", "ID number", "Email address", "Tidemark", "Feedback"],
      ["Ana", "Silva", "17", "ana@x.edu", "30", ""],
      ["Bo", "Rey", "18", "bo@x.edu", "", ""],
    ]);
  });

  it("are given to nobody where two people have one name", () => {
    const twins = exported.replace('"Rey, Bo",77,s2,bo@x.edu', '"Silva, Ana",77,s2,other@x.edu');
    const { people } = asCanvasReads(canvasCsv([row("Ana Silva", 30)], "Tidemark", readRoster(twins)));
    expect(people.map((one) => one.at(-1))).toEqual(["", "", ""]);
  });

  it("are refused for another table, which is named", () => {
    expect(() => readRoster("name,age\nana,7")).toThrow("got the columns name, age");
  });
});

describe("points", () => {
  const root = mkdtempSync(join(tmpdir(), "tidemark-points-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, "exercises"));
  const exercise = (id: string, optional: boolean) => ({ id, optional }) as Parameters<typeof readPoints>[1][0];
  const all = [exercise("00-a/one", false), exercise("00-a/two", true)];
  const file = (text: string): string => {
    writeFileSync(join(root, "own.json"), text);
    return join(root, "own.json");
  };
  const table = (override?: string) => all.map((one) => readPoints(root, all, override).of(one));

  it("are one each, as the course says, or as the instructor says", () => {
    expect(table()).toEqual([1, 1]);
    writeFileSync(join(root, "exercises/points.json"), '{"each": 10, "optional": 5}');
    expect(table()).toEqual([10, 5]);
    expect(table(file('{"each": 4, "exercises": {"00-a/two": 7}}'))).toEqual([4, 7]);
  });

  it.each([
    ['{"eahc": 3}', '"eahc" is no field'],
    ['{"exercises": {"00-a/three": 3}}', 'there is no exercise "00-a/three"'],
    ['{"each": -1}', "expected a number of 0 or more for each, got -1"],
    ['{"exercises": {"00-a/one": "3"}}', 'for 00-a/one, got "3"'],
    ["[]", "expected an object"],
    ["{", "expected points as JSON"],
  ])("are refused when they read %s", (text, why) => {
    expect(() => table(file(text))).toThrow(why);
  });
});

describe("the page of a class", () => {
  it("counts hints of those who handed in their progress, and of exercises that are graded here", () => {
    const failed = {
      id: "00-a/one",
      verdict: "failed",
      missing: null,
      points: 0,
      printed: "",
      properties: [],
    } as const;
    const failure = {
      property: "p",
      says: "It <holds>.",
      anomaly: null,
      timeline: [],
      expected: null,
      got: "",
      note: null,
      replay: null,
    };
    const exercises = [{ ...failed, failure }];
    const hints = { "00-a/one": { general: 2 }, "99-z/none": { general: 3 } };
    const page = classPage([row("a", 0, { exercises, hints }), row("b", 0, { exercises })]);
    expect(page).toContain('00/one: It &lt;holds&gt;.</td><td class="number">2<');
    expect(page).toContain('00/one: general, hint 2</td><td class="number">1<');
    expect(page).not.toContain("99-z");
  });
});

describe("the name of a feedback file", () => {
  it("leads nowhere else, and is another one for each learner", () => {
    const names = ["../../etc/passwd", "Ana", "ana", "Ána", "", "名前", "a".repeat(300)].map(feedbackFile);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9-]{1,60}\.html$/);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });
});
