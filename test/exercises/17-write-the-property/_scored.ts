/**
 * What the graders of this lesson share: a learner's property is tried on right and on wrong implementations. It must be
 * true for every right one, on every case, and false for every wrong one, on at least one case.
 */
import { type Anomaly, type Code, canonical, type Finding, fc, implementation, type Timeline } from "tidemark/grading";

/** A wrong implementation: what is wrong with it goes on after "where". */
export interface Wrong<F> {
  readonly says: string;
  readonly anomaly: Anomaly;
  /** Self-contained: its text is what runs beside the learner's property. */
  readonly code: F;
}

export interface Tried<F, Case> {
  /** Right ones that differ in what the contract leaves open. */
  readonly right: Readonly<Record<string, F>>;
  /** Wrong ones that a learner is told about. */
  readonly shown: Readonly<Record<string, Wrong<F>>>;
  /** Wrong ones that nobody is told about; none in a handout. */
  readonly heldOut: Readonly<Record<string, Wrong<F>>>;
  readonly cases: fc.Arbitrary<Case>;
  /** Asks the learner's property. */
  ask(code: Code<unknown>, tried: F, one: Case): Promise<boolean>;
  /** Whether an implementation keeps the contract on a case. */
  keeps(tried: F, one: Case): boolean;
  /** A case and what the implementation makes of it, in at most five rows. */
  draw(tried: F, one: Case): Timeline;
}

type Implementation = (...args: never) => unknown;

const seed = 17;
const caseCount = 40;

/** A promise of an answer; what it threw counts as an answer that is neither true nor false. */
async function answerOf(asked: Promise<boolean>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && error.name === "Threw") return `it threw ${error.message}`;
    throw error;
  }
}

export function writtenProperty<F extends Implementation, Case>(tried: Tried<F, Case>) {
  const { right, shown, heldOut, cases, keeps, draw } = tried;
  const rights = Object.keys(right).length;
  const wrong = [...Object.values(shown), ...Object.values(heldOut)];
  const fixed = fc
    .sample(cases, { seed, numRuns: caseCount })
    .sort((a, b) => canonical(a).length - canonical(b).length);
  const ask = (code: object, f: F, one: Case): Promise<unknown> =>
    answerOf(tried.ask(code as Code<unknown>, implementation<F>(String(f)), one));
  const answers = (code: object, f: F): Promise<unknown[]> => Promise.all(fixed.map((one) => ask(code, f, one)));

  const scored = async (code: object): Promise<string> => {
    const killed = (await Promise.all(wrong.map(({ code: f }) => answers(code, f)))).filter((all) =>
      all.includes(false),
    );
    return `Score ${killed.length} of ${wrong.length}: the wrong ones that it finds out.`;
  };

  return {
    /** For a property of the grader: what is right is let through. */
    right: {
      given: fc.record({ name: fc.constantFrom(...Object.keys(right)), one: cases }),
      async check(code: object, { name, one }: { name: string; one: Case }): Promise<Finding | undefined> {
        const f = right[name] as F;
        const got = await ask(code, f, one);
        if (got === true) return undefined;
        return {
          expected: true,
          got,
          anomaly: "wrong-value",
          timeline: draw(f, one),
          note: `This one is right (${name}). Score 0: what refuses a right one proves nothing about wrong ones.`,
        };
      },
    },

    /** For a property of the grader: one wrong implementation is found out. */
    shown: (name: string) => ({
      given: fc.constant(null),
      runs: 1,
      async check(code: object): Promise<Finding | undefined> {
        const { anomaly, code: f } = shown[name] as Wrong<F>;
        if ((await answers(code, f)).includes(false)) return undefined;
        const telling = fixed.find((one) => !keeps(f, one));
        if (telling === undefined) throw new Error(`${name} keeps the contract on all ${caseCount} cases`);
        const got = await ask(code, f, telling);
        return {
          expected: false,
          got,
          anomaly,
          timeline: draw(f, telling),
          note: await scored(code),
        };
      },
    }),

    /** For a property of the grader: so are those that nobody was told about. */
    heldOut: {
      given: fc.constant(null),
      runs: 1,
      async check(code: object): Promise<Finding | undefined> {
        const all = Object.values(heldOut);
        for (const { code: f } of all) {
          if (fixed.every((one) => keeps(f, one)))
            throw new Error(`a held-out one keeps the contract on every case: ${f}`);
        }
        const found = await Promise.all(all.map(async ({ code: f }) => (await answers(code, f)).includes(false)));
        const missed = found.indexOf(false);
        if (missed < 0) return undefined;
        return {
          expected: `all ${all.length} found out`,
          got: `${found.filter(Boolean).length} found out`,
          anomaly: (all[missed] as Wrong<F>).anomaly,
          timeline: all.map(({ anomaly }, index) => ({
            "wrong one": index + 1,
            shows: anomaly,
            out: found[index] === true ? "found out" : "passes",
            wrong: found[index] === false,
          })),
          note: `${await scored(code)} Read the contract again, sentence by sentence: which one do you not ask for?`,
        };
      },
    },

    /** For a property of the grader: the same question has the same answer, whatever was asked before. */
    steady: {
      given: fc.constant(null),
      runs: 1,
      async check(code: object): Promise<Finding | undefined> {
        const everyone = [...Object.values(right), ...wrong.map(({ code: f }) => f)];
        // Case by case, right and wrong ones in turn; then the other way round.
        const asked = fixed.flatMap((one) => everyone.map((f, number) => ({ f, one, isRight: number < rights })));
        const first = await Promise.all(asked.map(({ f, one }) => ask(code, f, one)));
        const again = (await Promise.all(asked.toReversed().map(({ f, one }) => ask(code, f, one)))).reverse();
        const at = asked.findIndex(
          ({ isRight }, index) => first[index] !== again[index] || (isRight && first[index] !== true),
        );
        if (at < 0) return undefined;
        const { f, one, isRight } = asked[at] as (typeof asked)[number];
        const expected = isRight ? true : first[at];
        return { expected, got: again[at], anomaly: "nondeterministic", timeline: draw(f, one) };
      },
    },
  };
}
