import { describe, expect, it } from "vitest";
import { readSubmissionText, submissionText } from "../../../src/grading/class/submission-file.js";

const work = { learner: "Ana", kit: "0.1.0", exercises: { "01-two-clocks/b": "export {};", "00-the-log/a": "x" } };

describe("a submission file", () => {
  it("reads back what was written, with the ids in order", () => {
    const text = submissionText(work);
    expect(readSubmissionText(text)).toEqual({ ...work, hints: {} });
    expect(Object.keys(JSON.parse(text).exercises)).toEqual(["00-the-log/a", "01-two-clocks/b"]);
    expect(JSON.parse(text)).toMatchObject({ format: "tidemark-submission", version: 1 });
  });

  it("keeps hints, and leaves odd ones aside", () => {
    const hints = { "00-the-log/a": { general: 2 } };
    expect(readSubmissionText(submissionText({ ...work, hints })).hints).toEqual(hints);
    const odd = JSON.stringify({ ...JSON.parse(submissionText(work)), hints: { a: 7, b: { general: "three" } } });
    expect(readSubmissionText(odd).hints).toEqual({ a: {}, b: {} });
  });

  it("keeps an exercise named like an object's own members apart", () => {
    const text = submissionText(work).replace('"00-the-log/a"', '"__proto__"');
    expect(Object.getOwnPropertyNames(readSubmissionText(text).exercises)).toContain("__proto__");
  });

  it.each([
    ["", "not JSON"],
    ["null", "an object, got null"],
    ["[]", "an object, got []"],
    ["{}", '"format": "tidemark-submission", got nothing'],
    ['{"format":"tidemark-submission","version":2}', '"version": 1, got 2'],
    ['{"format":"tidemark-submission","version":1,"learner":7}', '"learner", a text, got 7'],
    ['{"format":"tidemark-submission","version":1,"learner":"a","kit":"1"}', '"exercises", an object of texts'],
    [
      '{"format":"tidemark-submission","version":1,"learner":"a","kit":"1","exercises":{"a":1}}',
      'a text for "a", got 1',
    ],
  ])("refuses %j and says why", (text, why) => {
    expect(() => readSubmissionText(text)).toThrow(why);
  });
});
