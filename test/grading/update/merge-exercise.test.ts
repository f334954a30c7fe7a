import { describe, expect, it } from "vitest";
import { mergeExercise } from "../../../src/grading/update/merge-exercise.js";

const stub = (contract: string, signature: string): string => `import { NotStarted } from "tidemark/exercises";

/**
 * ${contract}
 *
 * @param ts the time
 */
export function f(${signature}): number {
  throw new NotStarted();
}
`;
const old = stub("The old contract.", "ts: number");
const body = "  const half = ts / 2;\n  return half;";
const solved = old
  .replace("  throw new NotStarted();", body)
  .replace('import { NotStarted } from "tidemark/exercises";\n\n', "");

describe("bringing a learner's text to a new version", () => {
  it("takes the new stub where nobody wrote, whatever an editor did to the ends of lines", () => {
    const next = stub("The new contract.", "ts: number");
    expect(mergeExercise(old, old.replaceAll("\n", "\r\n"), next)).toEqual({ kind: "untouched", text: next });
    expect(mergeExercise(null, next, next)).toEqual({ kind: "untouched", text: next });
  });

  it("keeps the learner's text, to the byte, where the contract is the same", () => {
    const mine = solved.replaceAll("\n", "\r\n");
    expect(mergeExercise(old, mine, old)).toEqual({ kind: "kept", text: mine });
    expect(mergeExercise(null, mine, old).kind).toBe("kept");
  });

  it.each([
    ["a comment", stub("The new contract.", "ts: number")],
    ["a comment and the signature", stub("The new contract.", "ts: number, size: number")],
    [
      "the signature and the placeholder",
      stub("The old contract.", "ts: bigint").replace("NotStarted()", "NotStarted(String(ts))"),
    ],
    ["an import", old.replace("{ NotStarted }", "{ type Event, NotStarted }").replace("ts: number", "ts: Event")],
  ])("puts the learner's body into a new contract that changes %s", (_, next) => {
    const { kind, text } = mergeExercise(old, solved, next);
    expect(kind).toBe("changed");
    expect(text).toContain(body);
    expect(text).not.toContain("new NotStarted(");
    const withoutImport = (one: string): string => one.slice(one.indexOf("/**"));
    expect(withoutImport(text ?? "")).toBe(withoutImport(next).replace(/ {2}throw.*/, body));
  });

  it("keeps what the learner added around the function, and both sides' imports", () => {
    const mine = `import { join } from "./mine.js";\n${solved}\nconst helper = 1;\n`;
    const { text } = mergeExercise(old, mine, stub("New.", "ts: number, size: number"));
    expect(text).toContain("const helper = 1;");
    expect(text).toContain('import { join } from "./mine.js";');
  });

  it("gives up where both sides changed the same words, and where the old stub is not known", () => {
    const mine = solved.replace("The old contract.", "My own words.");
    expect(mergeExercise(old, mine, stub("New.", "ts: number"))).toEqual({ kind: "changed", text: null });
    expect(mergeExercise(null, solved, stub("New.", "ts: number"))).toEqual({ kind: "changed", text: null });
  });
});
