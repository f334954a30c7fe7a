/** Lesson 17: what a learner's property scores. */
import { judge, trustedHost } from "tidemark/grading";
import { describe, expect, it } from "vitest";
import type { LearnerModule } from "../../src/grading/sandbox/learner.js";
import fairAssignment from "../exercises/17-write-the-property/fairAssignment.js";
import safeCommits from "../exercises/17-write-the-property/safeCommits.js";
import sameTotals from "../exercises/17-write-the-property/sameTotals.js";

type Holds = (...args: never) => boolean;

const noteOf = async (grader: typeof fairAssignment, name: string, holds: Holds): Promise<string> => {
  const module = { [name]: holds } as unknown as LearnerModule;
  const { verdict, failure } = await judge(grader, trustedHost(module));
  expect(verdict).toBe("failed");
  return failure?.note ?? "";
};

describe.each([
  ["fairAssignment", fairAssignment, 26],
  ["safeCommits", safeCommits, 26],
  ["sameTotals", sameTotals, 18],
] as const)("a property for %s", (name, grader, all) => {
  it("scores 0 when it is always false", async () => {
    expect(await noteOf(grader, name, () => false)).toContain("Score 0: what refuses a right one");
  });

  it("scores 0 when it always throws", async () => {
    const throws = () => {
      throw new Error("no");
    };
    expect(await noteOf(grader, name, throws)).toContain("Score 0: what refuses a right one");
  });

  it("scores 0 of all when it is always true", async () => {
    expect(await noteOf(grader, name, () => true)).toContain(`Score 0 of ${all}: `);
  });

  it("scores 0 when it is no boolean", async () => {
    expect(await noteOf(grader, name, (() => 1) as unknown as Holds)).toContain("Score 0: ");
  });
});

describe("a property that sees a part", () => {
  it("scores what it finds out", async () => {
    const coversAll = (assign: (members: string[], partitions: number) => object, members: string[], count: number) =>
      members.length === 0 || Object.values(assign(members, count)).flat().length === count;
    expect(await noteOf(fairAssignment, "fairAssignment", coversAll as Holds)).toContain("Score 8 of 26: ");
  });
});
