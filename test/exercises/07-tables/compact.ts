import type { Stored } from "tidemark/exercises";
import {
  type Anomaly,
  type Code,
  crowd,
  distances,
  exercise,
  type Finding,
  fc,
  list,
  same,
  show,
  sizes,
  type Timeline,
} from "tidemark/grading";
import { crashing } from "../_on-a-log.js";
import { cleaned } from "./_cleaning.js";
import { drawn, keysOf, lastWord, numbered, shown } from "./_logs.js";

interface Cleaning {
  readonly activeFrom: number;
  readonly now: number;
  readonly deleteRetentionMs: number;
}

export interface Contract {
  compact(log: readonly Stored[], options: Cleaning): Stored[];
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly log: readonly Stored[];
  readonly options: Cleaning;
}

const isClosed = ({ options }: Case, { offset }: Stored): boolean => offset < options.activeFrom;
const closed = (one: Case): Stored[] => one.log.filter((record) => isClosed(one, record));
/** How long a tombstone has still to stay: it goes at 0. */
const left = ({ options }: Case, { ts }: Stored): number => ts + options.deleteRetentionMs - options.now;
const isLastBelow = (one: Case, record: Stored): boolean =>
  isClosed(one, record) && closed(one).every(({ key, offset }) => key !== record.key || offset <= record.offset);

/** Whether a record stays, asked of the rules one by one. */
const stays = (one: Case, record: Stored): boolean =>
  !isClosed(one, record) || (isLastBelow(one, record) && (record.value !== null || left(one, record) > 0));

function draw(one: Case, got: readonly Stored[], wrong: (record: Stored) => boolean): Timeline {
  const at = one.log.findIndex(wrong);
  const from = Math.max(0, Math.min(at - 3, one.log.length - 6));
  return one.log.slice(from, from + 6).map((record) => ({
    offset: record.offset,
    key: show(record.key),
    value: shown(record.value),
    ts: record.ts,
    part: isClosed(one, record) ? "closed" : "active",
    "may go": record.value === null ? `at ${record.ts + one.options.deleteRetentionMs}` : "",
    now: one.options.now,
    out: got.some(({ offset }) => offset === record.offset) ? "stays" : "gone",
    right: stays(one, record) ? "stays" : "gone",
    wrong: wrong(record),
  }));
}

async function holds(
  code: Code<Contract>,
  one: Case,
  anomaly: Anomaly,
  wrong: (got: readonly Stored[], record: Stored) => boolean,
): Promise<Finding | undefined> {
  const got = await code.compact(one.log, one.options);
  const found = one.log.find((record) => wrong(got, record));
  if (found === undefined) return undefined;
  return {
    expected: one.log.filter((record) => stays(one, record)).map(({ offset }) => offset),
    got: got.map(({ offset }) => offset),
    anomaly,
    timeline: draw(one, got, ({ offset }) => offset === found.offset),
    note: "Expected and got are the offsets that stay.",
  };
}

const isThere = (got: readonly Stored[], { offset }: Stored): boolean => got.some((record) => record.offset === offset);

/** Records whose time is drawn, or such that a tombstone may go now, give or take a little. */
const cases = fc
  .record({
    records: list(fc.record({ record: drawn(), distance: distances, atTheEdge: fc.boolean() }), 1, 20),
    start: fc.oneof({ withCrossShrink: true }, fc.constant(0), fc.nat(30)),
    activeAt: fc.nat(24),
    activeGap: fc.nat(2),
    now: fc.integer({ min: -20, max: 60 }),
    deleteRetentionMs: fc.oneof({ withCrossShrink: true }, fc.constant(0), sizes),
  })
  .map(({ records, start, activeAt, activeGap, now, deleteRetentionMs }): Case => {
    const log = numbered(
      records.map(({ record, distance, atTheEdge }) =>
        atTheEdge ? { ...record, ts: now - deleteRetentionMs + distance } : record,
      ),
      start,
    );
    const end = (log.at(-1)?.offset ?? 0) + 1;
    const activeFrom = Math.max(0, (log[activeAt]?.offset ?? end) - activeGap);
    return { log, options: { activeFrom, now, deleteRetentionMs } };
  });

const some = (one: Case, when: (record: Stored) => boolean): boolean => one.log.some((record) => when(record));
const isTombstoneBelow = (one: Case, record: Stored): boolean => record.value === null && isLastBelow(one, record);

const reaches = {
  "two records of a key below the active part": [
    0.3,
    (one: Case) => some(one, (record) => isClosed(one, record) && !isLastBelow(one, record)),
  ],
  "an active part": [0.3, (one: Case) => some(one, (record) => !isClosed(one, record))],
  "offsets with gaps": [0.3, ({ log }: Case) => log.some(({ offset }, at) => offset > (log[0]?.offset ?? 0) + at)],
} as const;

const says = <Case>(says: string, rest: Omit<Parameters<typeof property<Case>>[0], "says">) =>
  property({ says, ...rest });

export default grader({
  title: "a shorter log that amounts to the same table",
  whenThrown: "lost",
  exports: { compact: "function" },
  properties: {
    unchanged: says("Every record that stays is one of the log's, unchanged, at its own offset.", {
      given: cases,
      cover: reaches,
      async check(code, one) {
        const got = await code.compact(one.log, one.options);
        const strange = got.find((record) => !one.log.some((original) => same(original, record)));
        if (strange === undefined) return undefined;
        const timeline = one.log
          .slice(0, 5)
          .map(({ offset, key, value }) => ({ log: "in", offset, key: show(key), value: shown(value) }));
        const { offset, key, value } = strange;
        return {
          expected: one.log.filter((record) => stays(one, record)),
          got,
          anomaly: "wrong-value",
          timeline: [...timeline, { log: "out", offset, key: show(key), value: shown(value), wrong: true }],
        };
      },
    }),
    inPlace: says("What stays keeps its order, by offset.", {
      given: cases,
      cover: { "three keys": [0.3, ({ log }) => keysOf(log).length > 2] },
      async check(code, one) {
        const got = await code.compact(one.log, one.options);
        const at = got.findIndex(({ offset }, index) => offset < (got[index - 1]?.offset ?? offset));
        if (at < 0) return undefined;
        const expected = one.log.filter((record) => stays(one, record)).map(({ offset }) => offset);
        const timeline = got
          .slice(Math.max(0, at - 4), at + 1)
          .map((record) => ({ out: record.offset, key: show(record.key), wrong: record === got[at] }));
        return { expected, got: got.map(({ offset }) => offset), anomaly: "reordered", timeline };
      },
    }),
    once: says("No record comes out twice.", {
      given: cases,
      check: (code, one) =>
        holds(
          code,
          one,
          "duplicated",
          (got, { offset }) => got.filter((record) => record.offset === offset).length > 1,
        ),
    }),
    active: says("From activeFrom on every record stays, also an older one of its key and an expired tombstone.", {
      given: cases,
      cover: {
        "a record at activeFrom": [0.2, (one) => some(one, ({ offset }) => offset === one.options.activeFrom)],
        "an expired tombstone in the active part": [
          0.1,
          (one) => some(one, (record) => !isClosed(one, record) && record.value === null && left(one, record) <= 0),
        ],
        "two active records of a key": [
          0.1,
          (one) =>
            some(one, (record) => {
              const active = one.log.filter(
                ({ key, offset }) => key === record.key && offset >= one.options.activeFrom,
              );
              return active.length > 1;
            }),
        ],
      },
      check: (code, one) => holds(code, one, "lost", (got, record) => !isClosed(one, record) && !isThere(got, record)),
    }),
    newest: says("The compacted log says the same of a key as the log: its newest value, not an older one.", {
      given: cases,
      cover: reaches,
      check: (code, one) =>
        holds(code, one, "stale-read", (got, { key }) => {
          const [word, kept] = [lastWord(one.log, key), lastWord(got, key)];
          return typeof word === "string" && typeof kept === "string" && kept !== word;
        }),
    }),
    living: says("A key that has a value in the log has one in the compacted log.", {
      given: cases,
      cover: {
        "an old record with the empty text": [
          0.02,
          (one) => some(one, (record) => isLastBelow(one, record) && record.value === "" && left(one, record) <= 0),
        ],
      },
      check: (code, one) =>
        holds(
          code,
          one,
          "lost",
          (got, { key }) => typeof lastWord(one.log, key) === "string" && typeof lastWord(got, key) !== "string",
        ),
    }),
    deleted: says("A key that is deleted in the log has no value in the compacted log.", {
      given: cases,
      cover: {
        "a value below, and its tombstone that may go": [
          0.05,
          (one) =>
            some(one, (record) => isTombstoneBelow(one, record) && left(one, record) <= 0) &&
            some(one, ({ key, value }) => value !== null && lastWord(one.log, key) === null),
        ],
      },
      check: (code, one) =>
        holds(
          code,
          one,
          "resurrected",
          (got, { key }) => lastWord(one.log, key) === null && typeof lastWord(got, key) === "string",
        ),
    }),
    lastBelow: says("The last record of a key below activeFrom stays, although the active part overwrites its key.", {
      given: cases,
      cover: {
        "a key in both parts": [
          0.08,
          (one) =>
            some(
              one,
              ({ key, offset, value }) =>
                value !== null &&
                isLastBelow(one, { key, offset } as Stored) &&
                one.log.some((other) => other.key === key && !isClosed(one, other)),
            ),
        ],
      },
      check: (code, one) =>
        holds(code, one, "lost", (got, record) => record.value !== null && stays(one, record) && !isThere(got, record)),
    }),
    young: says(
      "A tombstone that is not yet deleteRetentionMs old stays: a slow reader has to learn of the deletion.",
      {
        given: cases,
        cover: {
          "a tombstone with a millisecond to go": [
            0.02,
            (one) => some(one, (record) => isTombstoneBelow(one, record) && left(one, record) === 1),
          ],
          "a young tombstone": [
            0.08,
            (one) => some(one, (record) => isTombstoneBelow(one, record) && left(one, record) > 0),
          ],
        },
        check: (code, one) =>
          holds(
            code,
            one,
            "resurrected",
            (got, record) => isTombstoneBelow(one, record) && left(one, record) > 0 && !isThere(got, record),
          ),
      },
    ),
    expired: says("Below activeFrom a tombstone is gone from ts + deleteRetentionMs on, that instant included.", {
      given: cases,
      cover: {
        "a tombstone at the instant": [
          0.1,
          (one) => some(one, (record) => isTombstoneBelow(one, record) && left(one, record) === 0),
        ],
        "a tombstone long expired": [
          0.1,
          (one) => some(one, (record) => isTombstoneBelow(one, record) && left(one, record) < -1),
        ],
      },
      check: (code, one) =>
        holds(
          code,
          one,
          "unbounded-state",
          (got, record) => isTombstoneBelow(one, record) && left(one, record) <= 0 && isThere(got, record),
        ),
    }),
    onePerKey: says("Below activeFrom at most one record of each key stays.", {
      given: cases,
      cover: reaches,
      check: (code, one) =>
        holds(
          code,
          one,
          "unbounded-state",
          (got, record) => isClosed(one, record) && !isLastBelow(one, record) && isThere(got, record),
        ),
    }),
    twice: says("Compacting the compacted log again, with the same options, changes nothing.", {
      given: cases,
      async check(code, one) {
        const once = await code.compact(one.log, one.options);
        return await holds(code, { ...one, log: once }, "lost", (got, record) => !isThere(got, record));
      },
    }),
    many: says("However many records a log has, and however large its offsets, the last of each key stays.", {
      given: crowd(drawn({ value: fc.constantFrom("x", "y") })).map((records): Case => {
        const log = numbered(
          records.map((record, index) => ({ ...record, key: `key ${index}` })),
          2 ** 31 - 20,
        );
        return { log, options: { activeFrom: 2 ** 32, now: 0, deleteRetentionMs: 0 } };
      }),
      runs: 15,
      check: (code, one) => holds(code, one, "lost", (got, record) => !isThere(got, record)),
    }),
    exactly: says("What stays is exactly what the rules say.", {
      given: cases,
      check: (code, one) =>
        holds(code, one, "wrong-value", (got, record) => isThere(got, record) !== stays(one, record)),
    }),
  },
  examples: [
    example({
      says: "The lesson's log: 3 of the 5 closed records go, the active one stays.",
      check: (code) => {
        const write = (offset: number, key: string, value: string | null): Stored => ({
          partition: 0,
          offset,
          key,
          value,
          ts: offset * 1_000,
        });
        const log = [
          write(0, "1", "100"),
          write(1, "2", "50"),
          write(2, "1", "150"),
          write(3, "2", null),
          write(4, "3", "75"),
          write(5, "1", "125"),
        ];
        const one = { log, options: { activeFrom: 5, now: 63_000, deleteRetentionMs: 60_000 } };
        return holds(code, one, "wrong-value", (got, record) => isThere(got, record) !== stays(one, record));
      },
    }),
  ],
  integration: crashing(
    "A log that is cleaned twice amounts to the same table for every reader, wherever the cleaner crashes.",
    ["compact"],
    cleaned,
  ),
  hints: {
    general: [
      "Divide the log at activeFrom. What is the last record of each key in the part below?",
      "Below: note the last offset of each key, among those below only. Keep a record if it is that one, and no tombstone whose time is up.",
      "log.filter((r) => r.offset >= activeFrom || (last.get(r.key) === r.offset && (r.value !== null || now < r.ts + deleteRetentionMs)))",
    ],
    unchanged: [
      "Is this record in the log, with this offset?",
      "An offset is a record's name for ever: readers have noted it. Compaction leaves gaps and gives no new numbers.",
      "Filter the log; build no record.",
    ],
    inPlace: [
      "In which order did the log have these records?",
      "Collecting by key puts the keys' records together; a reader of the log goes by offset.",
      "Filter the log itself: what stays keeps its place.",
    ],
    active: [
      "Is the record with the arrow at activeFrom or beyond?",
      "The active segment is still being written; compaction does not touch it, whatever is in it.",
      "if (record.offset >= activeFrom) return true; before any other question",
    ],
    newest: [
      "What does the log say of this key at its end, and what does yours?",
      "The last by offset stays. Neither the first nor the one with the newest time.",
      "for (const r of log) if (r.offset < activeFrom) last.set(r.key, r.offset)",
    ],
    living: [
      "This key has a value. Which record should have carried it?",
      "Only a null value is a tombstone, and only tombstones grow too old.",
      "record.value !== null || now < record.ts + deleteRetentionMs",
    ],
    deleted: [
      "The tombstone may go. What about the value that it has deleted?",
      "The tombstone counts as the last record of its key, and so removes all earlier ones, also when it goes itself.",
      "First find the last record of each key with tombstones counted; then drop those that have expired.",
    ],
    young: [
      "A reader has seen the old value, and reads on from there. How does it learn that the key was deleted?",
      "A tombstone stays as long as now < ts + deleteRetentionMs.",
      "record.value !== null || now < record.ts + deleteRetentionMs",
    ],
    expired: [
      "How old is this tombstone now?",
      "When everybody has had the time to see it, it goes: at ts + deleteRetentionMs exactly, or later.",
      "goes: record.value === null && now >= record.ts + deleteRetentionMs",
    ],
    onePerKey: [
      "How many records of this key are there below activeFrom in your answer?",
      "Of those below only the last of each key stays, whether it is a value or a tombstone.",
      "last.get(record.key) === record.offset",
    ],
    lastBelow: [
      "Which records did you look at to find the last one of this key?",
      "Compaction does not look into the active part: what is there may be newer, and does not count.",
      "Note last offsets only of records with offset < activeFrom.",
    ],
  },
});
