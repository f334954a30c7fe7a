import { type Anomaly, type Code, crowd, exercise, type Finding, fc, same, type Timeline } from "tidemark/grading";
import { integrationWith } from "./_by-hand.js";

type Mode = "append" | "update" | "complete";

interface Row {
  readonly key: string;
  readonly count: number;
}

export interface Contract {
  emit(
    mode: Mode,
    before: Readonly<Record<string, number>>,
    after: Readonly<Record<string, number>>,
    closed: readonly string[],
  ): Row[];
}

const { grader, property, example } = exercise<Contract>();

interface Drawn {
  readonly key: string;
  /** `null`: the row is new. */
  readonly before: number | null;
  readonly after: number;
  readonly closed: boolean;
}

interface Case {
  readonly mode: Mode;
  readonly rows: readonly Drawn[];
}

const table = (rows: readonly (readonly [string, number])[]): Record<string, number> => Object.fromEntries(rows);

const ask = (code: Code<Contract>, { mode, rows }: Case): Promise<Row[]> =>
  code.emit(
    mode,
    table(rows.flatMap(({ key, before }) => (before === null ? [] : [[key, before] as const]))),
    table(rows.map(({ key, after }) => [key, after] as const)),
    rows.filter(({ closed }) => closed).map(({ key }) => key),
  );

const isChanged = ({ before, after }: Drawn): boolean => before === null || before !== after;
const belongs: Readonly<Record<Mode, (row: Drawn) => boolean>> = {
  complete: () => true,
  update: isChanged,
  append: ({ closed }) => closed,
};

/** The place of a key among others: how many are less, by code units. */
const placeOf = (key: string, keys: readonly string[]): number => keys.filter((other) => other < key).length;

function right({ mode, rows }: Case): Row[] {
  const given = rows.filter(belongs[mode]);
  const keys = given.map(({ key }) => key);
  const sorted: Row[] = [];
  for (const { key, after } of given) sorted[placeOf(key, keys)] = { key, count: after };
  return sorted;
}

function draw(one: Case, got: readonly Row[], isWrong: (key: string) => boolean): Timeline {
  const counts = (rows: readonly Row[], key: string): string =>
    rows
      .filter((row) => row.key === key)
      .map(({ count }) => count)
      .join(", ");
  const first = Math.max(0, Math.min(one.rows.findIndex(({ key }) => isWrong(key)) - 2, one.rows.length - 6));
  return one.rows.slice(first, first + 6).map(({ key, before, after, closed }) => ({
    mode: one.mode,
    key: JSON.stringify(key),
    before: before ?? "(new)",
    after,
    closed: closed ? "closed" : "",
    out: counts(got, key),
    right: counts(right(one), key),
    wrong: isWrong(key),
  }));
}

/** The keys that `wrong` finds in what came out. */
async function none(
  code: Code<Contract>,
  one: Case,
  anomaly: Anomaly,
  wrong: (got: readonly Row[]) => readonly string[],
): Promise<Finding | undefined> {
  const got = await ask(code, one);
  const bad = wrong(got);
  if (bad.length === 0) return undefined;
  return { expected: right(one), got, anomaly, timeline: draw(one, got, (key) => bad.includes(key)) };
}

const missing = (one: Case, got: readonly Row[]): string[] =>
  right(one)
    .map(({ key }) => key)
    .filter((key) => !got.some((row) => row.key === key));
const unasked = (one: Case, got: readonly Row[]): string[] => {
  const asked = right(one).map(({ key }) => key);
  return got.map(({ key }) => key).filter((key) => !asked.includes(key));
};

const keys = [
  "a",
  "b",
  "B",
  "c",
  "9",
  "10",
  "é",
  "e\u0301",
  "f",
  "🚢",
  "\uff5e",
  "constructor",
  "__proto__",
  "hasOwnProperty",
  "toString",
  "",
];
const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    key: fc.constantFrom(...keys),
    how: fc.constantFrom("same", "changed", "new"),
    count: fc.oneof({ withCrossShrink: true }, fc.constant(0), fc.nat(9)),
    by: fc.integer({ min: -3, max: 5 }).filter((by) => by !== 0),
    closed: fc.boolean(),
  })
  .map(({ key, how, count, by, closed }) => {
    return { key, before: how === "new" ? null : how === "same" ? count : count - by, after: count, closed };
  });
const rows = fc.uniqueArray(drawn, { selector: ({ key }) => key, minLength: 1, maxLength: 9, size: "max" });
const inMode = (...modes: readonly Mode[]): fc.Arbitrary<Case> => fc.record({ mode: fc.constantFrom(...modes), rows });
const anyMode = inMode("append", "update", "complete");

const some = (one: Case, when: (row: Drawn) => boolean): boolean => one.rows.some(when);
const isOdd = (key: string): boolean => key in {};
const reaches = {
  "a row that has not changed": [0.2, (one: Case) => some(one, (row) => !isChanged(row))],
  "a row that has become less": [0.08, (one: Case) => some(one, ({ before, after }) => (before ?? 0) > after)],
  "a new row with a count of 0": [
    0.08,
    (one: Case) => some(one, ({ before, after }) => before === null && after === 0),
  ],
  "a new row with a name that every object has": [
    0.08,
    (one: Case) => some(one, ({ key, before }) => before === null && isOdd(key)),
  ],
  "a closed row that has not changed": [0.08, (one: Case) => some(one, (row) => row.closed && !isChanged(row))],
  "a row that has changed and is open": [0.2, (one: Case) => some(one, (row) => !row.closed && isChanged(row))],
} as const;

export default grader({
  title: "what a table gives out, by output mode",
  whenThrown: "lost",
  exports: { emit: "function" },
  properties: {
    complete: property({
      says: "Complete gives out every row of the table.",
      given: inMode("complete"),
      cover: reaches,
      check: (code, one) => none(code, one, "lost", (got) => missing(one, got)),
    }),
    updateReaches: property({
      says: "Whoever applies the rows of update to the table before, has every row that is new or changed.",
      given: inMode("update"),
      cover: reaches,
      check: (code, one) => none(code, one, "lost", (got) => missing(one, got)),
    }),
    updateOnly: property({
      says: "Update gives out no row that has not changed.",
      given: inMode("update"),
      cover: reaches,
      check: (code, one) => none(code, one, "duplicated", (got) => unasked(one, got)),
    }),
    appendAll: property({
      says: "Append gives out every row that has closed, also one that has not changed since the last trigger.",
      given: inMode("append"),
      cover: reaches,
      check: (code, one) => none(code, one, "lost", (got) => missing(one, got)),
    }),
    appendOnly: property({
      says: "Append gives out no row that may still change.",
      given: inMode("append"),
      cover: reaches,
      check: (code, one) => none(code, one, "closed-early", (got) => unasked(one, got)),
    }),
    once: property({
      says: "Each row comes out once.",
      given: anyMode,
      check: (code, one) =>
        none(code, one, "duplicated", (got) =>
          got.map(({ key }) => key).filter((key, index, all) => all.indexOf(key) !== index),
        ),
    }),
    counts: property({
      says: "Each row has its count as it is now.",
      given: anyMode,
      cover: reaches,
      check: (code, one) =>
        none(code, one, "wrong-value", (got) =>
          got
            .filter(({ key, count }) => !same(count, one.rows.find((row) => row.key === key)?.after))
            .map(({ key }) => key),
        ),
    }),
    ascending: property({
      says: "The rows come out by ascending key, as < compares texts.",
      given: anyMode,
      async check(code, one) {
        const got = (await ask(code, one)).map(({ key }) => key);
        const expected: string[] = [];
        for (const key of got) expected[placeOf(key, got)] = key;
        if (same(expected, got)) return undefined;
        const timeline = got.slice(0, 6).map((key, index) => ({
          mode: one.mode,
          out: JSON.stringify(key),
          right: JSON.stringify(expected[index]),
          wrong: key !== expected[index],
        }));
        return { expected, got, anomaly: "reordered", timeline };
      },
    }),
    justThese: property({
      says: "The answer is a list of these rows, each with its key and its count.",
      given: anyMode,
      async check(code, one) {
        const [expected, got] = [right(one), await ask(code, one)];
        if (same(expected, got)) return undefined;
        return { expected, got, anomaly: "wrong-value", timeline: draw(one, got, () => true) };
      },
    }),
    many: property({
      says: "However many rows a table has, they are all given out.",
      given: fc.record({
        mode: fc.constantFrom<Mode>("append", "update", "complete"),
        rows: crowd(fc.nat(9)).map((counts) =>
          counts.map((after, index): Drawn => ({ key: `key ${index}`, before: null, after, closed: true })),
        ),
      }),
      runs: 15,
      check: (code, one) => none(code, one, "lost", (got) => missing(one, got)),
    }),
  },
  examples: [
    example({
      says: "The lesson's table: 10:00 closes with 4, 10:10 goes from 1 to 2, 10:20 is new, 10:05 has not changed.",
      async check(code) {
        const rows: Drawn[] = [
          { key: "10:00", before: 4, after: 4, closed: true },
          { key: "10:05", before: 3, after: 3, closed: false },
          { key: "10:10", before: 1, after: 2, closed: false },
          { key: "10:20", before: null, after: 1, closed: false },
        ];
        for (const mode of ["append", "update", "complete"] as const) {
          const one = { mode, rows };
          const finding = await none(code, one, "wrong-value", (got) => {
            return same(right(one), got) ? [] : [...missing(one, got), ...unasked(one, got), "10:10"];
          });
          if (finding !== undefined) return finding;
        }
        return undefined;
      },
    }),
  ],
  integration: integrationWith<Contract>(["emit"], ({ emit }) => ({ emit })),
  hints: {
    general: [
      "For one row of the table: what would you have to know about it to say whether it comes out, in each of the three modes?",
      "All modes give out rows of `after`, in order. Only the question differs: always, when changed or new, when closed.",
      "Object.entries(after).filter(([key, count]) => belongs(key, count)).sort(by key).map(([key, count]) => ({ key, count }))",
    ],
    complete: [
      "Does the row with the arrow stand in the table now?",
      "Complete gives out the whole table each time; it does not ask what has changed.",
      'if (mode === "complete") every row of after',
    ],
    updateReaches: [
      "Was this row in the table before, and with the same count? Does your code know the difference between 0 and not there?",
      'A row is new when `before` has no such key of its own; it may be called "constructor", and it may count 0. A count may also become less.',
      "!Object.hasOwn(before, key) || before[key] !== count",
    ],
    updateOnly: [
      "What was the count of this row before, and what is it now?",
      "Whoever reads updates keeps the table himself. A row that has not changed tells him nothing.",
      "!Object.hasOwn(before, key) || before[key] !== count",
    ],
    appendAll: [
      "Has this row closed? Does it matter when it last changed?",
      "A row comes out in append mode once in its life: when it closes, whether or not something was added just now.",
      "belongs: closed.includes(key), and nothing else is asked",
    ],
    appendOnly: [
      "Could this row still change after it came out?",
      "What is appended can never be taken back. So only what has closed is given out.",
      "belongs: closed.includes(key), and nothing else is asked",
    ],
    counts: [
      "Is that the count from before, the one of now, or the difference?",
      "Every mode gives out the count as it is now: whoever reads an update puts it in the place of the old one.",
      "{ key, count: after[key] }, in every mode",
    ],
    ascending: [
      'Which comes first for <: "10" or "9", "B" or "a"?',
      "An object lists keys that look like numbers first, and a dictionary's order depends on the language. sort() without an argument compares code units.",
      "keys.sort(), or rows.sort((left, right) => (left.key < right.key ? -1 : 1))",
    ],
    untouched: [
      "Whose list is `closed`?",
      "sort() sorts in place. The arguments are not yours to change.",
      "Sort a copy: [...closed].sort()",
    ],
  },
});
