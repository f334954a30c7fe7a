import type { Stored } from "tidemark/exercises";
import { type Anomaly, type Code, exercise, type Finding, fc, list, names, same, show } from "tidemark/grading";

type Headers = readonly (readonly [name: string, value: string])[];

interface DeadLetter {
  readonly key: string;
  readonly value: string | null;
  readonly ts: number;
  readonly headers: Headers;
}

interface ReadRecord extends Stored {
  readonly topic: string;
  readonly headers: Headers;
}

export interface Contract {
  deadLetter(record: ReadRecord, reason: string): DeadLetter;
}

const { grader, property, example } = exercise<Contract>();

const said = ["reason", "topic", "partition", "offset", "attempt"].map((name) => `dlq.${name}`);
const isSaid = ([name]: readonly [string, string]): boolean => said.includes(name);

interface Case {
  readonly record: ReadRecord;
  readonly reason: string;
}

/** How often a record has died that has these headers: the last that was said counts. */
function deathsOf(headers: Headers): number {
  let deaths = 0;
  for (const [name, value] of headers) if (name === "dlq.attempt") deaths = Number(value);
  return deaths;
}

function rightOf({ record, reason }: Case): DeadLetter {
  const { key, value, ts, topic, partition, offset, headers } = record;
  const values = [reason, topic, partition, offset, deathsOf(headers) + 1];
  const now = said.map((name, at): [string, string] => [name, `${values[at]}`]);
  return { key, value, ts, headers: [...headers.filter((one) => !isSaid(one)), ...now] };
}

const inWords = (headers: unknown): string =>
  Array.isArray(headers)
    ? headers.map((one) => (Array.isArray(one) ? one.join("=") : show(one))).join(" ")
    : show(headers);

/** One part of the letter, and how it is drawn. */
async function part(
  code: Code<Contract>,
  one: Case,
  anomaly: Anomaly | ((right: unknown, got: unknown) => Anomaly),
  partOf: (letter: DeadLetter) => unknown,
): Promise<Finding | undefined> {
  const [expected, got] = [rightOf(one), await code.deadLetter(one.record, one.reason)];
  const [right, out] = [partOf(expected), partOf(got)];
  if (same(right, out)) return undefined;
  const row = ({ key, value, ts, headers }: DeadLetter) => ({
    key: show(key),
    value: show(value),
    ts,
    headers: inWords(headers).slice(0, 90),
  });
  return {
    expected,
    got,
    anomaly: typeof anomaly === "string" ? anomaly : anomaly(right, out),
    timeline: [
      { letter: "record", ...row(one.record), wrong: false },
      { letter: "yours", ...row(got), wrong: true },
      { letter: "right", ...row(expected), wrong: false },
    ],
  };
}

const headersOf = (letter: DeadLetter): Headers => (Array.isArray(letter?.headers) ? letter.headers : []);

const values = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.constantFrom(null, "", "null") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '{"sensor_id":"pump","tempera',
      ' {"a": 1} ',
      "not JSON",
      "1e3",
      "\u0000\ufffd",
      '"text"',
      "{ }\n",
    ),
  },
);
const offsets = fc.oneof(fc.constantFrom(0, 1, 2 ** 31 + 5), fc.nat(50));
/** The record's own: ordinary ones, ones that look like a letter's, and names that any object has. */
const ownNames = fc.constantFrom(
  "trace",
  "hop",
  "b",
  "a",
  "__proto__",
  "dlq",
  "dlq.note",
  "dlq.reason.old",
  "dlq_topic",
  "DLQ.topic",
);
const own: fc.Arbitrary<[string, string]> = fc.tuple(ownNames, fc.constantFrom("1", "2", "", "dlq.offset"));

const cases = (headers: fc.Arbitrary<Headers> = fc.constant([])): fc.Arbitrary<Case> =>
  fc.record({
    record: fc.record({
      topic: fc.constantFrom("sensor-readings", "0", "sensor-dead-letter"),
      partition: fc.nat(3),
      offset: offsets,
      key: names,
      value: values,
      ts: fc.constantFrom(0, 1, 1_760_436_000_000),
      headers,
    }),
    reason: fc.constantFrom("invalid", "undecodable", "null-value", "not-a-time"),
  });

/** Headers as earlier letters have left them, with the record's own between. */
const returned = (attempts: fc.Arbitrary<number[]>, mine: fc.Arbitrary<[string, string][]>): fc.Arbitrary<Headers> =>
  fc.record({ attempts, mine, at: fc.nat(4) }).map(({ attempts, mine, at }) => [
    ...mine.slice(0, at),
    ...attempts.flatMap((attempt): [string, string][] => [
      ["dlq.reason", "undecodable"],
      ["dlq.topic", "somewhere"],
      ["dlq.partition", "7"],
      ["dlq.offset", "77"],
      ["dlq.attempt", `${attempt}`],
    ]),
    ...mine.slice(at),
  ]);

const attempt = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 9, max: 120 }));

export default grader({
  title: "a dead letter: the record untouched, and why and where from",
  whenThrown: "stalled",
  exports: { deadLetter: "function" },
  properties: {
    untouchedRecord: property({
      says: "Key, value and time are those of the record: also a value that is cut in half, empty or null. No other field is there but the headers.",
      given: cases(),
      cover: {
        "no value": [0.05, ({ record }) => record.value === null],
        "an empty value": [0.05, ({ record }) => record.value === ""],
        "a time that is not 0": [0.4, ({ record }) => record.ts !== 0],
      },
      check: (code, one) => part(code, one, "wrong-value", (letter) => ({ ...letter, headers: [] })),
    }),
    whyAndWhere: property({
      says: "Headers say the reason, and the topic, the partition and the offset where the record was read, as text.",
      given: cases(),
      cover: {
        "offset 0": [0.1, ({ record }) => record.offset === 0],
        "an offset beyond 32 bits": [0.1, ({ record }) => record.offset > 2 ** 31],
      },
      check: (code, one) =>
        part(code, one, "wrong-value", (letter) => headersOf(letter).filter(([name]) => name !== "dlq.attempt")),
    }),
    ownHeaders: property({
      says: "The record's own headers are kept, in their order, also repeated ones, before what the letter says.",
      given: cases(fc.oneof({ weight: 4, arbitrary: list(own, 1, 6) }, { weight: 1, arbitrary: list(own, 20, 70) })),
      cover: {
        "a name that stands there twice": [
          0.3,
          ({ record }) => new Set(record.headers.map(([name]) => name)).size < record.headers.length,
        ],
        "a name that begins as a letter's": [
          0.3,
          ({ record }) => record.headers.some(([name]) => name.startsWith("dlq.")),
        ],
      },
      check: (code, one) =>
        part(
          code,
          one,
          (right, got) => ((right as Headers).length > (got as Headers).length ? "lost" : "reordered"),
          (letter) => headersOf(letter).map((header) => (isSaid(header) ? ["dlq", ""] : header)),
        ),
    }),
    attempts: property({
      says: "The attempt is 1, and one more than the last attempt that the record's headers tell of.",
      given: cases(returned(list(attempt, 0, 2), fc.constant([]))),
      cover: {
        "the first": [0.1, ({ record }) => record.headers.length === 0],
        "two attempts are told of": [0.1, ({ record }) => record.headers.length === 10],
      },
      check: (code, one) =>
        part(code, one, "wrong-value", (letter) => headersOf(letter).findLast(([name]) => name === "dlq.attempt")),
    }),
    saidOnce: property({
      says: "What an earlier letter said gives way: each of the five headers stands there once, behind all others, in its order.",
      given: cases(returned(list(attempt, 1, 2), list(own, 0, 5))),
      cover: { "with headers of its own": [0.5, ({ record }) => record.headers.some((one) => !isSaid(one))] },
      check: (code, one) =>
        part(
          code,
          one,
          (right, got) => ((got as Headers).length > (right as Headers).length ? "duplicated" : "reordered"),
          headersOf,
        ),
    }),
  },
  examples: [
    example({
      says: "A reading that is cut in half, at offset 7 of partition 1.",
      check: (code) =>
        part(
          code,
          {
            record: {
              topic: "sensor-readings",
              partition: 1,
              offset: 7,
              key: "gearbox",
              value: '{"sensor_id":"gearb',
              ts: 1_760_436_000_000,
              headers: [["trace", "42"]],
            },
            reason: "undecodable",
          },
          "wrong-value",
          (letter) => letter,
        ),
    }),
  ],
  hints: {
    general: [
      "Somebody will repair this record and send it again. What must still be there, and what do they have to know?",
      "Hand on key, value and time as they are. Keep the headers that were there, without the five that you say yourself; then say the five.",
      "headers: [...record.headers.filter(([name]) => !five.includes(name)), ...said], where said is a list of [name, text]",
    ],
    untouchedRecord: [
      "Which of key, value and time is not as it stood in the record?",
      "Hand them on. Do not read the value: it is there because it could not be read. null and the empty text are two values.",
      "const { key, value, ts } = record; return { key, value, ts, headers };",
    ],
    whyAndWhere: [
      "Could somebody find the record again by what your headers say?",
      "Topic, partition and the record's own offset, each as a text; 0 is one too.",
      '["dlq.partition", String(partition)], ["dlq.offset", String(offset)]',
    ],
    ownHeaders: [
      "Which headers did the record have, how often, and in which order?",
      "Headers are a list, not a table: a name may stand there twice. Only the five names give way, not all that begin alike.",
      "record.headers.filter(([name]) => !five.includes(name)), first in the new list",
    ],
    attempts: [
      "How often has this record died before, and where does it say so?",
      "In its last header called dlq.attempt, as text: make a number of it, and add 1. Without one it is the first attempt.",
      'Number(headers.findLast(([name]) => name === "dlq.attempt")?.[1] ?? 0) + 1',
    ],
    saidOnce: [
      "A record has died twice. Which of its two reasons would a reader find?",
      "Leave out what the earlier letter said under the five names, then say it anew.",
      "Filter the record's headers by the five names before you add yours.",
    ],
  },
});
