import { exercise, fc, implementation, judge, list, nearTimes, type Rungs, trustedHost } from "tidemark/grading";
import { describe, expect, it } from "vitest";
import { NotStarted } from "../../src/grading/sandbox/exercises.js";
import type { LearnerModule } from "../../src/grading/sandbox/learner.js";

interface Contract {
  total(values: readonly number[]): number;
  half(value: number): number;
}

const rungs: Rungs = ["a question", "an idea", "nearly the code"];
const { grader, property } = exercise<Contract>();
const sums = grader({
  title: "sums and halves",
  exports: { total: "function", half: "function" },
  properties: {
    adds: property({
      says: "The total is the sum.",
      given: list(nearTimes),
      cover: { "more than one value": [0.5, (values) => values.length > 1] },
      async check(code, values) {
        const expected = values.reduce((sum, value) => sum + value, 0);
        const got = await code.total(values);
        return got === expected ? undefined : { expected, got, anomaly: "wrong-value" };
      },
    }),
    halves: property({
      says: "Half is half.",
      given: nearTimes,
      async check(code, value) {
        const got = (await code.half(value)).toFixed(1);
        return got === (value / 2).toFixed(1) ? undefined : { expected: value / 2, got, anomaly: "wrong-value" };
      },
    }),
  },
  hints: { general: rungs },
});

const right = {
  total: (values: number[]) => values.reduce((sum, value) => sum + value, 0),
  half: (value: number) => value / 2,
};
const outcome = (module: LearnerModule) => judge(sums, trustedHost(module));

describe("a verdict", () => {
  it("is passed when every property holds", async () => {
    expect(await outcome(right)).toMatchObject({ verdict: "passed", failure: null });
  });

  it("is failed with the smallest case, the calls as its timeline where the grader draws none", async () => {
    const { failure } = await outcome({ ...right, total: (values: number[]) => values[0] ?? 0 });
    expect(failure).toMatchObject({ property: "adds", expected: "-1", got: "0" });
    expect(failure?.timeline).toEqual([{ call: "total([0, -1])", out: "0" }]);
  });

  it("tells every property that holds, besides the one that fails", async () => {
    const { properties } = await outcome({ ...right, total: () => 0 });
    expect(properties.map(({ name, held }) => `${name} ${held}`)).toEqual(["adds false", "halves true"]);
  });

  it("is unknown when the cases do not reach what they must cover", async () => {
    const narrow = grader({
      title: "sums",
      exports: { total: "function", half: "function" },
      properties: {
        adds: property({
          says: "The total is the sum.",
          given: list(nearTimes, 0, 1),
          cover: { "more than one value": [0.5, (values) => values.length > 1] },
          check: () => undefined,
        }),
      },
      hints: { general: rungs },
    });
    const { verdict, failure } = await judge(narrow, trustedHost(right));
    expect(verdict).toBe("unknown");
    expect(failure).toMatchObject({
      got: "in 0 of 150",
      expected: "more than one value: in at least 50 % of the cases",
    });
  });

  it("is not-started only when no part is", async () => {
    const stub = () => {
      throw new NotStarted();
    };
    expect((await outcome({ total: stub, half: stub })).verdict).toBe("not-started");
    const { verdict, failure } = await outcome({ ...right, half: stub });
    expect({ verdict, got: failure?.got }).toEqual({
      verdict: "failed",
      got: "a part that is not started yet: it throws NotStarted",
    });
  });

  it("is failed when a function is written for some of its cases only", async () => {
    const stub = (): never => {
      throw new NotStarted();
    };
    const partly = (value: number) => (value % 10 === 0 ? value / 2 : stub());
    expect((await outcome({ total: stub, half: partly })).verdict).toBe("failed");
  });

  it("is failed, and names nothing worse, when an answer has the wrong shape", async () => {
    const { failure } = await outcome({ ...right, half: () => undefined });
    expect(failure).toMatchObject({ property: "halves", got: "undefined", anomaly: "wrong-value" });
  });

  it("is failed as nondeterministic when the smallest case fails only after other calls", async () => {
    const remembering = () => {
      let seen = 0;
      return trustedHost({ ...right, total: (values: number[]) => (seen++ > 0 ? 1e9 : right.total(values)) });
    };
    const restart = async () => remembering();
    const { failure } = await judge(sums, remembering(), { restart });
    expect(failure).toMatchObject({ property: "adds", anomaly: "nondeterministic", replay: null });
    expect(failure?.timeline).toEqual([{ call: "total([])", wrong: true }]);
    expect(failure).toMatchObject({
      expected: "0, as when it is called alone",
      got: "1000000000, after other calls",
    });
  });

  it("is failed as nondeterministic when the case does not fail alone", async () => {
    let calls = 0;
    const { failure } = await outcome({ ...right, half: (value: number) => (++calls === 60 ? 1e9 : value / 2) });
    expect(failure).toMatchObject({ property: "halves", anomaly: "nondeterministic" });
  });
});

describe("a property that the learner writes", () => {
  interface Written {
    holds(sort: (values: readonly number[]) => number[], values: readonly number[]): boolean;
  }
  const { grader, property } = exercise<Written>();
  type Sort = (values: readonly number[]) => number[];
  const rightOne = implementation<Sort>("(values) => [...values].sort((a, b) => a - b)");
  const wrongOne = implementation<Sort>("(values) => [...new Set(values)].sort((a, b) => a - b)");
  const sorting = grader({
    title: "a property of sorting",
    exports: { holds: "function" },
    properties: {
      passesRight: property({
        says: "The property holds for what is right.",
        given: list(nearTimes),
        check: async (code, values) =>
          (await code.holds(rightOne, values)) ? undefined : { expected: true, got: false, anomaly: "wrong-value" },
      }),
      killsWrong: property({
        says: "The property fails for what is wrong, on some input.",
        given: fc.constant([[], [1], [2, 1], [1, 1]]),
        runs: 1,
        check: async (code, inputs) => {
          const held = await Promise.all(inputs.map((values) => code.holds(wrongOne, values)));
          return held.includes(false) ? undefined : { expected: "a failing input", got: "none", anomaly: "lost" };
        },
      }),
    },
    hints: { general: rungs },
  });
  const verdictOf = async (holds: (sort: Sort, values: number[]) => boolean) => {
    const { failure } = await judge(sorting, trustedHost({ holds }));
    return failure?.property ?? "passed";
  };

  it("is graded by the wrong ones that it kills and the right ones that it passes", async () => {
    expect(await verdictOf((sort, values) => sort(values).length === values.length)).toBe("passed");
    expect(await verdictOf(() => true)).toBe("killsWrong");
    expect(await verdictOf(() => false)).toBe("passesRight");
    expect(
      await verdictOf(() => {
        throw new Error("always");
      }),
    ).toBe("passesRight");
  });

  it("cannot read what it is given", async () => {
    expect(await verdictOf((sort) => !String(sort).includes("Set"))).toBe("killsWrong");
  });
});

describe("code that throws", () => {
  it("has the anomaly of what the error prevents: that of its property, or else of the exercise", async () => {
    const throwing = trustedHost({
      twice: () => {
        throw new Error("no");
      },
    });
    const { grader, property } = exercise<{ twice(value: number): number }>();
    const anomalyOf = async (own: object): Promise<string | null | undefined> => {
      const doubles = property({
        says: "It doubles.",
        given: nearTimes,
        ...own,
        check: async (code, value) => {
          await code.twice(value);
          return undefined;
        },
      });
      const graded = grader({
        title: "twice",
        whenThrown: "stalled",
        exports: { twice: "function" },
        properties: { doubles },
        hints: { general: ["a question", "an idea", "nearly the code"] },
      });
      return (await judge(graded, throwing)).failure?.anomaly;
    };
    expect(await anomalyOf({})).toBe("stalled");
    expect(await anomalyOf({ whenThrown: "lost" })).toBe("lost");
  });
});
