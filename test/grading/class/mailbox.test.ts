/** A mailbox's oddities: each way in which right work was taken for no work, and the reason that the rest is given. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { classList } from "../../../src/grading/class/class-list.js";
import { findExercises } from "../../../src/grading/class/find-exercises.js";
import { readWork } from "../../../src/grading/class/read-work.js";
import { submissionText } from "../../../src/grading/class/submission-file.js";
import { exerciseFiles } from "../../../src/grading/kit/exercise-files.js";
import { repository } from "../test-kit.js";
import { zipOf } from "./zip-files.js";

const id = "00-the-log/partitionFor";
const other = "01-two-clocks/assignTumbling";
const exercises = exerciseFiles(repository).filter((one) => one.id === id || one.id === other);
const stub = "the stub";
const course = { exercises, stubs: new Map([[id, stub]]), version: "1.0.0" };
const work = "export const work = 1; // é\n";

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

type Content = string | Uint8Array;

/** A folder with these files; a name may be bytes. */
function folderOf(files: Readonly<Record<string, Content>>): string {
  const root = mkdtempSync(join(tmpdir(), "tidemark-mailbox-"));
  roots.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** Each learner: the ids whose text is the work, and what is said. */
function read(place: string): Record<string, { found: string[]; says: string }> {
  const entries = classList(place, exercises).learners.map((learner) => {
    try {
      const { sources, refused, notes } = readWork(learner, course);
      const found = [...sources].filter(([, text]) => text === work).map(([one]) => one);
      return [learner.name, { found, says: [...[...refused].flat(), ...notes].join("; ") }] as const;
    } catch (error) {
      return [learner.name, { found: [], says: (error as Error).message }] as const;
    }
  });
  return Object.fromEntries(entries);
}

/** Reads one learner's folder with these files. */
const one = (files: Readonly<Record<string, Content>>): { found: string[]; says: string } => {
  const named = Object.entries(files).map(([path, content]) => [`ana/${path}`, content]);
  const { ana } = read(folderOf(Object.fromEntries(named)));
  if (ana === undefined) throw new Error("ana has no row");
  return ana;
};

describe("right work is found", () => {
  it.each([
    [`exercises/${id}.ts`, ""],
    [`${id}.ts`, ""],
    [`kit/exercises/${id}.ts`, "found in kit/exercises"],
    [`a/b/${id}.ts`, "found in a/b"],
    ["partitionFor.ts", `found ${id} as partitionFor.ts`],
    ["partitionFor (1).ts", `found ${id} as partitionFor (1).ts`],
    ["partitionFor - Copy.ts", `found ${id} as partitionFor - Copy.ts`],
    ["partitionFor.ts.txt", `found ${id} as partitionFor.ts.txt`],
    ["PARTITIONFOR.TS", `found ${id} as PARTITIONFOR.TS`],
    ["00-The-Log/partitionFor.ts", `found ${id} as 00-The-Log/partitionFor.ts`],
    ["Lesson 0/partitionFor.ts", `found ${id} as Lesson 0/partitionFor.ts`],
    ["01-two-clocks/partitionFor.ts", `found ${id} as 01-two-clocks/partitionFor.ts`],
  ])("as %s", (path, says) => {
    expect(one({ [path]: work })).toEqual({ found: [id], says });
  });

  it("in UTF-16 and Windows-1252, and says so", () => {
    const wide = Buffer.from(work, "utf16le");
    const path = `exercises/${id}.ts`;
    for (const bytes of [
      Buffer.concat([Buffer.from([0xff, 0xfe]), wide]),
      wide,
      Buffer.from(`\ufeff${work}`, "utf16le").swap16(),
    ]) {
      expect(one({ [path]: bytes })).toEqual({ found: [id], says: `${path} was read as UTF-16` });
    }
    expect(one({ [path]: Buffer.from(work, "latin1") })).toEqual({
      found: [id],
      says: `${path} was read as Windows-1252`,
    });
    expect(one({ [path]: `\ufeff${work}` })).toEqual({ found: [id], says: "" });
  });

  it("beside an untouched stub, wherever each lies", () => {
    expect(one({ [`exercises/${id}.ts`]: stub, "partitionFor (1).ts": work }).found).toEqual([id]);
    expect(one({ [`exercises/${id}.ts`]: work, "kit/exercises/00-the-log/partitionFor.ts": stub }).says).toBe("");
  });

  it("where it belongs, before a copy that differs, which is named", () => {
    const { found, says } = one({ [`exercises/${id}.ts`]: work, "partitionFor (1).ts": "other" });
    expect(found).toEqual([id]);
    expect(says).toBe("partitionFor (1).ts differs from what was graded, and was left out");
  });

  it("not among the kit's own copies: graders, solutions, stubs, backups", () => {
    const aside = ["test/exercises", "solutions", ".stubs", ".tidemark/backups"].map((at) => [
      `${at}/${id}.ts`,
      "other",
    ]);
    expect(one({ ...Object.fromEntries(aside), [`exercises/${id}.ts`]: work })).toEqual({ found: [id], says: "" });
  });

  it("not among the library's files, where a whole kit is handed in", () => {
    const library = { "src/worker/partitionFor.ts": "other", "kit/src/01-a/assignTumbling.ts": "other" };
    expect(one({ ...library, [`exercises/${id}.ts`]: stub, [`kit/exercises/${other}.ts`]: work })).toEqual({
      found: [other],
      says: "found in kit/exercises",
    });
    expect(one({ "src/partitionFor.ts": work }).found).toEqual([id]); // no kit, but somebody's own folder
  });

  it("in archives, also packed twice, and in the site's submission file", () => {
    const zip = zipOf([{ path: `exercises/${id}.ts`, content: work }]);
    const twice = zipOf([{ path: "handin/work.zip", content: zip }]);
    const saved = submissionText({ learner: "Ana", kit: "1.0.0", exercises: { [id]: work } });
    const rows = read(
      folderOf({ "bo.zip": zip, "cy/work.zip": zip, "dee.zip": twice, "x.json": saved, "eve/saved.json": saved }),
    );
    expect(Object.entries(rows).map(([name, { found, says }]) => `${name}: ${found} ${says}`)).toEqual([
      `Ana: ${id} `,
      `bo: ${id} `,
      `cy: ${id} found in work.zip/exercises`,
      `dee: ${id} found in handin/work.zip/exercises`,
      `eve: ${id} `,
    ]);
  });

  it("as Canvas and Moodle download it, with their numbers", () => {
    const zip = zipOf([{ path: `${id}.ts`, content: work }]);
    const place = folderOf({
      "silvaana_4321_98765_work.zip": zip,
      "reybo_LATE_77_100_partitionFor.ts": work,
      "reybo_LATE_77_101_assignTumbling-1.ts": work,
      [`Cy Lee_555_assignsubmission_file_/${id}.ts`]: work,
    });
    const { learners } = classList(place, exercises);
    expect(learners.map(({ name, canvasId, moodleId }) => [name, canvasId, moodleId])).toEqual([
      ["Cy Lee", null, "555"],
      ["reybo", "77", null],
      ["silvaana", "4321", null],
    ]);
    expect(Object.values(read(place)).map(({ found }) => found)).toEqual([[id], [id, other], [id]]);
  });

  it("in a folder whose name is no UTF-8", () => {
    const root = folderOf({});
    const bytes = Buffer.concat([Buffer.from(`${root}/`), Buffer.from("Jos\xe9", "latin1")]);
    mkdirSync(Buffer.concat([bytes, Buffer.from("/exercises/00-the-log")]), { recursive: true });
    writeFileSync(Buffer.concat([bytes, Buffer.from(`/exercises/${id}.ts`)]), work);
    expect(read(root)).toEqual({ José: { found: [id], says: "" } });
  });

  it("of one learner, named by the folder, however it is handed over", () => {
    const root = folderOf({ [`ana/exercises/${id}.ts`]: work, "bo/partitionFor.ts": work, [`cy/${id}.ts`]: work });
    writeFileSync(join(root, "dee.zip"), zipOf([{ path: `exercises/${id}.ts`, content: work }]));
    writeFileSync(
      join(root, "saved.json"),
      submissionText({ learner: "Eve", kit: "1.0.0", exercises: { [id]: work } }),
    );
    for (const [place, name] of [
      ["ana", "ana"],
      ["bo", "bo"],
      ["cy", "cy"],
      ["dee.zip", "dee"],
      ["saved.json", "Eve"],
    ]) {
      expect(Object.entries(read(join(root, place ?? ""))).map(([who, { found }]) => [who, found])).toEqual([
        [name, [id]],
      ]);
    }
  });

  it("in an archive of the whole class", () => {
    const root = folderOf({});
    const file = join(root, "all.zip");
    writeFileSync(
      file,
      zipOf([
        { path: `Ana_1_assignsubmission_file_/${id}.ts`, content: work },
        { path: "Bo_2_assignsubmission_file_/work.zip", content: zipOf([{ path: `${id}.ts`, content: work }]) },
      ]),
    );
    expect(read(file)).toEqual({
      Ana: { found: [id], says: "" },
      Bo: { found: [id], says: "found in work.zip" },
    });
  });
});

describe("no zero is without its reason", () => {
  it("says what was looked for and what lay there", () => {
    expect(one({ "essay.docx": "x", "notes/a.txt": "y" }).says).toBe(
      `no exercise was found. Looked for ${id}.ts and the others by name, in any folder; there were: essay.docx, notes/a.txt`,
    );
  });

  it("says where it stopped looking: too deep, or among too many files", () => {
    const deep = `${"a/".repeat(26)}partitionFor.ts`;
    expect(one({ [deep]: work }).says).toContain("lies more than 24 folders deep");
    const many = Array.from({ length: 20_001 }, (_, index) => ({ path: `${index}.txt`, content: "", stored: true }));
    expect(read(folderOf({ "ana.zip": zipOf(many) })).ana?.says).toContain("more than 20000 files in it");
  });

  it("names two texts of which none is surer, and takes neither", () => {
    expect(one({ "a/partitionFor.ts": work, "b/partitionFor.ts": "other" })).toEqual({
      found: [],
      says: `${id}; a/partitionFor.ts and b/partitionFor.ts differ, and nothing says which one counts`,
    });
  });

  it("names a link, a folder in a file's place, a text too large, and one that is none", () => {
    const root = folderOf({
      [`big/exercises/${id}.ts`]: "x".repeat(200_001),
      [`binary/exercises/${id}.ts`]: Buffer.from([1, 0, 2, 0, 0]),
      [`folder/exercises/${id}.ts/x.txt`]: "x",
      "file/exercises": "not a folder",
      "lesson/exercises/00-the-log": "not a folder",
    });
    mkdirSync(join(root, "link/exercises/00-the-log"), { recursive: true });
    symlinkSync("/etc/passwd", join(root, `link/exercises/${id}.ts`));
    symlinkSync(join(root, "big"), join(root, "linked"));
    const rows = read(root);
    expect(rows.big?.says).toContain("is larger than 200 kB");
    expect(rows.binary?.says).toContain("is not text");
    expect(rows.folder?.says).toContain("there were: exercises/00-the-log/partitionFor.ts/x.txt");
    expect(rows.file?.says).toContain("there were: exercises");
    expect(rows.lesson?.says).toContain("there were: exercises/00-the-log");
    expect(rows.link?.says).toContain("is a link, and links are not followed");
    expect(rows.linked?.says).toContain("is a link, and links are not followed");
  });

  it("names what must not be read, without the machine's paths", () => {
    const denied = Object.assign(new Error("EACCES: permission denied, open '/home/teacher/x'"), { code: "EACCES" });
    const read = (): never => {
      throw denied;
    };
    const { refused } = findExercises([{ path: `exercises/${id}.ts`, size: 5, kind: "file", read }], exercises);
    expect([...refused]).toEqual([[id, `exercises/${id}.ts must not be read (its permissions)`]]);
  });

  it("has a row for archives that are damaged, locked, empty or of another kind, and for lone files", () => {
    const locked = zipOf([{ path: `${id}.ts`, content: work }]);
    locked.writeUInt16LE(1, locked.indexOf("PK\x01\x02") + 8);
    const rows = read(
      folderOf({
        "broken.zip": "PK nothing",
        "locked.zip": locked,
        "empty.zip": zipOf([]),
        "other.rar": "Rar!",
        "ana.tar.gz": "x",
        "mail.eml": "x",
        "old.json": '{"format":"tidemark-submission","version":9}',
      }),
    );
    expect(Object.keys(rows)).toHaveLength(7);
    expect(rows.broken?.says).toContain("broken.zip: not a zip archive, or not all of it");
    expect(rows.locked?.says).toContain("locked by a password");
    expect(rows.empty?.says).toContain("nothing was there");
    for (const name of ["other.rar", "ana.tar.gz"]) {
      expect(rows[name]?.says).toContain(`${name}: an archive of a kind that is not read. Unpack it, or ask for a zip`);
    }
    expect(rows["mail.eml"]?.says).toContain("there were: mail.eml");
    expect(rows.old?.says).toContain('"version": 1, got 9');
  });

  it("leaves nobody's files aside, by name, and knows an empty folder", () => {
    const { learners, aside } = classList(
      folderOf({ "roster.csv": "x", ".DS_Store": "x", "ana/a.txt": "x" }),
      exercises,
    );
    expect(learners.map(({ name }) => name)).toEqual(["ana"]);
    expect(aside).toEqual(["roster.csv"]);
    expect(classList(folderOf({}), exercises).learners).toEqual([]);
    expect(() => classList("/nowhere/at/all", exercises)).toThrow("/nowhere/at/all does not exist");
  });

  it("shows control characters of names, and keeps learners of one name apart", () => {
    const root = folderOf({ [`\u001b[31mana\nbo: 9 of 9/${id}.ts`]: work, [`cy/${id}.ts`]: work });
    writeFileSync(join(root, "cy.zip"), zipOf([{ path: `${id}.ts`, content: work }]));
    mkdirSync(join(root, "cy (2)"));
    const names = ["\\u{1b}[31mana\\u{a}bo: 9 of 9", "cy", "cy (2)", "cy (3)"];
    expect(classList(root, exercises).learners.map(({ name }) => name)).toEqual(names);
  });

  it("says which version of the kit a submission file was written for, and what is not graded here", () => {
    const saved = submissionText({ learner: "Ana", kit: "0.9.0", exercises: { [id]: work, "99-x/y": work } });
    expect(read(folderOf({ "a.json": saved })).Ana).toEqual({
      found: [id],
      says: "a.json was written for version 0.9.0 of the kit, not 1.0.0; a.json holds exercises that are not graded here: 99-x/y",
    });
  });
});
