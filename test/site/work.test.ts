import { describe, expect, it } from "vitest";
import { gathered, restored } from "../../site/exercise/all-work.js";
import { noWork, readWork, type Shelf, shelfOf, writeWork } from "../../site/exercise/work.js";
import { readSubmissionText, submissionText } from "../../src/grading/class/submission-file.js";

const ids = ["00-the-log/partitionFor", "04-watermarks/splitLate", "08-joins/joinStatic"];
const noStorage = (): Shelf => {
  throw new Error("this browser keeps nothing");
};
const empty = (): Shelf => shelfOf(noStorage);

describe("the work in a browser", () => {
  it("goes into a submission file, and comes back in another browser", () => {
    const [here, there] = [empty(), empty()];
    writeWork(here, ids[0]!, { ...noWork, code: "export const a = 1;", verdict: "passed", passedBefore: true });
    writeWork(here, ids[1]!, { ...noWork, hints: { general: 2 } });
    const text = submissionText({ learner: "Ana", kit: "0.1.0", ...gathered(here, ids) });
    expect(restored(there, ids, readSubmissionText(text))).toEqual({ taken: 1, kept: 0 });
    // Graded again there: a file is no proof.
    expect(readWork(there, ids[0]!)).toMatchObject({
      code: "export const a = 1;",
      verdict: "not-started",
      passedBefore: false,
    });
    expect(gathered(there, ids).exercises).toEqual({ [ids[0]!]: "export const a = 1;" });
  });

  it("is never lost: code that a file replaces is kept beside it", () => {
    const shelf = empty();
    writeWork(shelf, ids[0]!, { ...noWork, code: "mine" });
    expect(restored(shelf, ids, { exercises: { [ids[0]!]: "theirs" } })).toEqual({ taken: 1, kept: 1 });
    expect(readWork(shelf, ids[0]!)).toMatchObject({ code: "theirs", replaced: "mine" });
  });

  it("leaves aside exercises that the site does not have, and names that every object has", () => {
    const shelf = empty();
    expect(restored(shelf, [...ids, "constructor"], { exercises: { "99-none/none": "x" } })).toEqual({
      taken: 0,
      kept: 0,
    });
  });

  it("counts damaged memory as none", () => {
    const shelf = empty();
    shelf.setItem(`tidemark/${ids[0]}`, "{");
    expect(readWork(shelf, ids[0]!)).toEqual(noWork);
    shelf.setItem(`tidemark/${ids[0]}`, "7");
    expect(readWork(shelf, ids[0]!)).toEqual(noWork);
  });
});
