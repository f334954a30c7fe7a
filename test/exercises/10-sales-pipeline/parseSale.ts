import { type Anomaly, type Code, exercise, type Finding, fc, same, show } from "tidemark/grading";

interface ParsedSale {
  readonly user_id: string;
  readonly product_id: string;
  readonly amount: number;
  readonly timestamp: string;
  readonly eventTime: number;
}
type Parsed = { readonly ok: ParsedSale } | { readonly dead: { readonly reason: string } };

export interface Contract {
  parseSale(value: string): Parsed;
}

const { grader, property, example } = exercise<Contract>();

const digits = (value: number, length = 2): string => `${value}`.padStart(length, "0");

/** A timestamp as it is written, and its moment in milliseconds. */
interface Time {
  readonly timestamp: string;
  readonly eventTime: number;
}

const HOUR = 3_600_000;
const day = 24 * HOUR;
/** Days at which calendars go wrong: leap days, ends of years, and those before 1970. */
const days = fc.oneof(
  fc.constantFrom("2025-10-14", "2024-02-29", "2000-02-29", "2025-02-28", "1969-12-31", "2025-12-31", "1900-03-01"),
  fc.integer({ min: -25_567, max: 47_000 }).map((count) => new Date(count * day).toISOString().slice(0, 10)),
);
const clocks = fc.record({
  hour: fc.constantFrom(0, 1, 10, 23),
  minute: fc.constantFrom(0, 30, 59),
  second: fc.constantFrom(0, 7, 59),
  millis: fc.constantFrom(null, 0, 1, 50, 999),
});
const zones = fc.constantFrom<readonly [string, number]>(
  ["", 0],
  ["", 0],
  ["Z", 0],
  ["+02:00", 120],
  ["-05:30", -330],
  ["+00:00", 0],
  ["-00:45", -45],
  ["+23:59", 1439],
);

const times: fc.Arbitrary<Time> = fc.tuple(days, clocks, zones).map(([date, clock, [zone, ahead]]) => {
  const { hour, minute, second, millis } = clock;
  const fraction = millis === null ? "" : `.${digits(millis, 3)}`;
  const [year, month, dayOfMonth] = date.split("-").map(Number) as [number, number, number];
  const utc = Date.UTC(year, month - 1, dayOfMonth, hour, minute, second, millis ?? 0);
  const timestamp = `${date}T${digits(hour)}:${digits(minute)}:${digits(second)}${fraction}${zone}`;
  return { timestamp, eventTime: utc - ahead * 60_000 };
});

/** Texts that look like a time, and are none. */
const noTimes = fc.constantFrom(
  ...["2025-02-30T10:00:00", "2025-02-29T10:00:00Z", "1900-02-29T00:00:00", "2025-04-31T10:00:00Z"],
  ...["2025-02-30T10:00:00+02:00", "2025-13-01T10:00:00Z", "2025-00-10T10:00:00", "2025-10-00T10:00:00Z"],
  ...[
    "2025-10-32T10:00:00",
    "2025-10-14T24:00:00",
    "2025-10-14T24:00:00Z",
    "2025-10-14T10:60:00",
    "2025-10-14T10:00:60Z",
  ],
  ...["2025-10-14", "2025-10-14T10:00", "2025-10-14T10:00Z", "2025-10-14 10:00:00", "2025-10-14T10:00:00 Z", "2025-10"],
  ...["2025-10-14T10:00:00z", "2025-10-14t10:00:00Z", "2025-10-14T10:00:00.Z", "2025-10-14T10:00:00.1", "14 Oct 2025"],
  ...["2025-10-14T10:00:00.1234Z", "2025-10-14T10:00:0", "2025-10-14T1:00:00", "2025-1-4T10:00:00", "1760436000000"],
  ...["2025-10-14T10:00:00+24:00", "2025-10-14T10:00:00+02:60", "2025-10-14T10:00:00+0200", "2025-10-14T10:00:00+02"],
  ...["2025-10-14T10:00:00Z and more", " 2025-10-14T10:00:00", "2025-10-14T10:00:00Z\n", "", "now", "+02:00", "Z"],
);

const sale = { user_id: "u", product_id: "p", amount: 7, timestamp: "2025-10-14T10:00:00Z" };
type Field = keyof typeof sale;

/** A field's value as JSON that no sale may have; `null` in place of a text leaves the field out. */
const spoiled: fc.Arbitrary<{ readonly field: Field; readonly json: string | null }> = fc.oneof(
  fc.record({
    field: fc.constantFrom<Field>("user_id", "product_id", "amount", "timestamp"),
    json: fc.constantFrom(null, null, "null", "null", "null", "true", "[]", "{}"),
  }),
  fc.record({
    field: fc.constantFrom<Field>("user_id", "product_id", "timestamp"),
    json: fc.constantFrom("0", "12", "1760436000000"),
  }),
  fc.record({
    field: fc.constant<Field>("amount"),
    json: fc.constantFrom('"12abc"', '"12"', '""', '"NaN"', "1e999", "-1e999"),
  }),
);

const written = (fields: Readonly<Record<string, string | null>>): string =>
  `{${Object.entries(fields)
    .flatMap(([name, json]) => (json === null ? [] : [`${JSON.stringify(name)}:${json}`]))
    .join(",")}}`;
const asJson = (fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)]));

const isDead = (got: Parsed): boolean => {
  const { dead, ok } = got as { readonly dead?: { readonly reason?: unknown }; readonly ok?: unknown };
  return ok === undefined && typeof dead?.reason === "string" && dead.reason !== "";
};

async function dies(code: Code<Contract>, value: string): Promise<Finding | undefined> {
  const got = await code.parseSale(value);
  if (isDead(got)) return undefined;
  const timeline = [{ value, out: show(got), wrong: true }];
  return { expected: "{ dead: { reason } }, with a reason", got, anomaly: "wrong-value", timeline };
}

async function lives(
  code: Code<Contract>,
  value: string,
  ok: ParsedSale,
  anomaly: Anomaly,
): Promise<Finding | undefined> {
  const got = await code.parseSale(value);
  if (same(got, { ok })) return undefined;
  const timeline = [{ value, out: show(got), wrong: true }];
  return { expected: { ok }, got, anomaly: isDead(got) ? "lost" : anomaly, timeline };
}

const eventTime = 1_760_436_000_000;

export default grader({
  title: "a sale with types, or a dead letter",
  whenThrown: "stalled",
  exports: { parseSale: "function" },
  properties: {
    broken: property({
      says: "What is no JSON, or no object, is a dead letter; nothing throws.",
      given: fc.oneof(
        fc.constantFrom("", " ", "{", "null", "true", "12", '"a"', "[]", "[null]", "{}", "not json", "NaN", "\u0000"),
        fc.constantFrom(
          JSON.stringify([sale]),
          JSON.stringify(sale).slice(0, -1),
          JSON.stringify(JSON.stringify(sale)),
        ),
        fc.string({ maxLength: 5 }),
      ),
      cover: { "no object, yet JSON": [0.1, (value) => ["null", "true", "12", '"a"', "[]", "[null]"].includes(value)] },
      check: dies,
    }),
    times: property({
      says: "The event time is the moment that the timestamp names; without a zone it is in UTC.",
      given: times,
      cover: {
        "without a zone": [0.1, ({ timestamp }) => !/Z|[+-]\d\d:\d\d$/.test(timestamp)],
        "with hours and minutes": [0.2, ({ timestamp }) => /[+-]\d\d:\d\d$/.test(timestamp)],
        "29 February": [0.05, ({ timestamp }) => timestamp.includes("-02-29")],
        "before 1970": [0.1, (one) => one.eventTime < 0],
      },
      check: (code, time) => lives(code, JSON.stringify({ ...sale, ...time }), { ...sale, ...time }, "wrong-clock"),
    }),
    noSuchTime: property({
      says: "A text that is no such time is dead, also one that Date would read as another.",
      given: noTimes,
      cover: { "a day that no calendar has": [0.05, (timestamp) => /-02-(29|30)|-04-31/.test(timestamp)] },
      check: (code, timestamp) => dies(code, JSON.stringify({ ...sale, timestamp })),
    }),
    fields: property({
      says: "A field that is missing, null, or of another kind makes a dead letter.",
      given: spoiled,
      cover: {
        missing: [0.02, ({ json }) => json === null],
        null: [0.02, ({ json }) => json === "null"],
        "a number as text": [0.05, ({ json }) => json === '"12abc"' || json === '"12"'],
      },
      check: (code, { field, json }) => dies(code, written({ ...asJson(sale), [field]: json })),
    }),
    kept: property({
      says: "A sale is handed on as it is: 0 and empty texts too, and no other field.",
      given: fc.record({
        user_id: fc.constantFrom("u", "", "null", "é", "__proto__", "{}"),
        product_id: fc.constantFrom("p", "", "0", "constructor", "🚢"),
        amount: fc.oneof(
          fc.constantFrom(0, -5, 0.1, 1e21, 5e-324, 12),
          fc.integer({ min: 0, max: 99_999 }).map((all) => all / 100),
        ),
        other: fc.constantFrom({}, { event_id: "e" }, { ok: 1, dead: null }),
      }),
      cover: {
        "amount 0": [0.05, ({ amount }) => amount === 0],
        "an empty text": [0.2, ({ user_id, product_id }) => user_id === "" || product_id === ""],
        "another field": [0.3, ({ other }) => Object.keys(other).length > 0],
      },
      check(code, { other, ...own }) {
        const fields = { ...sale, ...own };
        return lives(code, JSON.stringify({ ...other, ...fields }), { ...fields, eventTime }, "wrong-value");
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's first sale: 10:00 without a zone is 10:00 in UTC.",
      check(code) {
        const first = { user_id: "user_0", product_id: "prod_0", amount: 100, timestamp: "2025-10-14T10:00:00.000" };
        return lives(code, JSON.stringify({ event_id: "e0", ...first }), { ...first, eventTime }, "wrong-clock");
      },
    }),
  ],
  hints: {
    general: [
      "What can a text be that is no sale? Which of these does JSON.parse tell you, and which must you look at?",
      "Try to parse, then look at each field's kind, then at the time; whoever finds a fault answers with a reason.",
      "try { JSON.parse } catch { dead }; typeof of each field; a pattern for the timestamp; Date.parse of it in UTC, less the zone.",
    ],
    broken: [
      "What does JSON.parse do with a text that is no JSON? And what is typeof null?",
      "Catch what it throws; and before you look for a field, ask whether there is an object at all.",
      'if (typeof parsed !== "object" || parsed === null) return { dead: { reason: "no object" } };',
    ],
    times: [
      "When it is 10:00 at +02:00, what time is it in UTC? And what does Date.parse do with a time that has no zone?",
      "Without a zone, Date.parse takes the computer's own. Read date and time as UTC by a Z of yours, then take the zone away.",
      "const utc = Date.parse(dateAndTime + 'Z'); eventTime = utc - sign * (hours * 60 + minutes) * 60_000",
    ],
    noSuchTime: [
      "Which day does Date make of 30 February?",
      "A pattern says whether the text has the right form. Then write the parsed time out again: a day that no calendar has comes back as another.",
      "new Date(utc).toISOString() must begin with the date and time that were written.",
    ],
    fields: [
      "What is Number.parseFloat('12abc')? And is 1e999 a number?",
      "Look at the kind of each field instead of turning it into one.",
      'typeof amount === "number" && Number.isFinite(amount); typeof user_id === "string"',
    ],
    kept: [
      "Is an amount of 0 a missing one? Which fields has a sale?",
      "Ask for the kind, not for truth; and build the answer from its five fields.",
      "return { ok: { user_id, product_id, amount, timestamp, eventTime } };",
    ],
  },
});
