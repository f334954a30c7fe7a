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

/** Wrong implementations that are alike: each is another one for each number that is drawn. */
export interface Family<F> extends Omit<Wrong<F>, "code"> {
  readonly of: (drawn: number) => F;
}

/** An implementation, and its text. */
interface Made<F> {
  readonly f: F;
  readonly text: string;
}

const made = <F>(of: (drawn: number) => F, drawn: number): Made<F> => ({ f: of(drawn), text: `(${of})(${drawn})` });
const asIs = <F>(f: F): Made<F> => ({ f, text: `${f}` });

export interface Tried<F, Case> {
  /** Right ones that differ in what the contract leaves open, made for a number that is drawn. */
  readonly right: Readonly<Record<string, (drawn: number) => F>>;
  /** Wrong ones that a learner is told about. */
  readonly shown: Readonly<Record<string, Wrong<F>>>;
  /** Wrong ones that nobody is told about; none in a handout. */
  readonly heldOut: Readonly<Record<string, Wrong<F>>>;
  readonly families: Readonly<Record<string, Family<F>>>;
  readonly cases: fc.Arbitrary<Case>;
  /** Asks the learner's property. */
  ask(code: Code<unknown>, tried: F, one: Case): Promise<boolean>;
  /** Whether an implementation keeps the contract on a case. */
  keeps(tried: F, one: Case): boolean;
  /** A case and what the implementation makes of it, in at most five rows. */
  draw(tried: F, one: Case): Timeline;
}

type Implementation = (...args: never) => unknown;

interface RightCase<Case> {
  readonly name: string;
  readonly drawn: number;
  readonly one: Case;
}

const seed = 17;
const caseCount = 40;
/** The numbers that families are made for; of the right ones another is drawn for each case. */
const familySizes = [0, 1, 5];

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
  const { right, shown, families, cases, keeps, draw } = tried;
  const rights = Object.keys(right).length;
  const heldOut = [
    ...Object.values(tried.heldOut).map(({ anomaly, code }) => ({ anomaly, ...asIs(code) })),
    ...Object.values(families).flatMap(({ anomaly, of }) =>
      familySizes.map((drawn) => ({ anomaly, ...made(of, drawn) })),
    ),
  ];
  const wrong = [...Object.values(shown).map(({ code }) => asIs(code)), ...heldOut];
  const fixed = fc
    .sample(cases, { seed, numRuns: caseCount })
    .sort((a, b) => canonical(a).length - canonical(b).length);
  const ask = (code: object, { text }: Made<F>, one: Case): Promise<unknown> =>
    answerOf(tried.ask(code as Code<unknown>, implementation<F>(text), one));
  const answers = (code: object, f: Made<F>): Promise<unknown[]> => Promise.all(fixed.map((one) => ask(code, f, one)));

  const scored = async (code: object): Promise<string> => {
    const killed = (await Promise.all(wrong.map((one) => answers(code, one)))).filter((all) => all.includes(false));
    return `Score ${killed.length} of ${wrong.length}: the wrong ones that it finds out.`;
  };

  return {
    /** For a property of the grader: what is right is let through. */
    right: {
      given: fc.record({ name: fc.constantFrom(...Object.keys(right)), drawn: fc.nat(999), one: cases }),
      runs: 300,
      async check(code: object, { name, drawn, one }: RightCase<Case>): Promise<Finding | undefined> {
        const { f, text } = made(right[name] as (drawn: number) => F, drawn);
        const got = await ask(code, { f, text }, one);
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
        if ((await answers(code, asIs(f))).includes(false)) return undefined;
        const telling = fixed.find((one) => !keeps(f, one));
        if (telling === undefined) throw new Error(`${name} keeps the contract on all ${caseCount} cases`);
        const got = await ask(code, asIs(f), telling);
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
        for (const { f, text } of heldOut) {
          if (fixed.every((one) => keeps(f, one)))
            throw new Error(`a held-out one keeps the contract on every case: ${text}`);
        }
        const found = await Promise.all(heldOut.map(async (one) => (await answers(code, one)).includes(false)));
        const missed = found.indexOf(false);
        if (missed < 0) return undefined;
        const passing = heldOut.map(({ anomaly }, index) => ({ number: index + 1, anomaly, index }));
        return {
          expected: `all ${heldOut.length} found out`,
          got: `${found.filter(Boolean).length} found out`,
          anomaly: heldOut[missed]?.anomaly ?? "wrong-value",
          timeline: passing
            .filter(({ index }) => found[index] === false)
            .slice(0, 5)
            .map(({ number, anomaly }) => ({ "wrong one": number, shows: anomaly, out: "passes", wrong: true })),
          note: `${await scored(code)} Read the contract again, sentence by sentence: which one do you not ask for?`,
        };
      },
    },

    /** For a property of the grader: the same question has the same answer, whatever was asked before. */
    steady: {
      given: fc.constant(null),
      runs: 1,
      async check(code: object): Promise<Finding | undefined> {
        const some = [...Object.values(shown), ...Object.values(tried.heldOut)].map(({ code }) => asIs(code));
        const everyone = [...Object.values(right).map((of) => made(of, 3)), ...some];
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
        return { expected, got: again[at], anomaly: "nondeterministic", timeline: draw(f.f, one) };
      },
    },
  };
}
