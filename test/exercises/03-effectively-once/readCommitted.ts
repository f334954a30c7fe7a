import { type Anomaly, crowd, exercise, type Finding, fc, same, type Timeline } from "tidemark/grading";
import { undisturbed } from "../_on-a-log.js";
import { readBack } from "./_on-a-log.js";

type Entry =
  | { readonly offset: number; readonly producer: string; readonly value: string }
  | { readonly offset: number; readonly producer: string; readonly marker: "commit" | "abort" };

interface Reading {
  readonly visible: number[];
  readonly lastStable: number;
}

export interface Contract {
  readCommitted(log: readonly Entry[]): Reading;
}

const { grader, property, example } = exercise<Contract>();

type Fate = "commit" | "abort" | "open";

const isMarker = (entry: Entry | undefined): entry is Extract<Entry, { marker: unknown }> =>
  entry !== undefined && "marker" in entry;

/** How the transaction of the record at this place ends: by the next marker of its producer. */
function fateOf(log: readonly Entry[], at: number): Fate {
  for (const later of log.slice(at + 1)) {
    if (isMarker(later) && later.producer === log[at]?.producer) return later.marker;
  }
  return "open";
}

const offsetsOf = (log: readonly Entry[], fate: Fate): number[] =>
  log.filter((entry, at) => !isMarker(entry) && fateOf(log, at) === fate).map(({ offset }) => offset);

function right(log: readonly Entry[]): Reading {
  const lastStable = offsetsOf(log, "open")[0] ?? (log.length === 0 ? 0 : (log.at(-1)?.offset ?? 0) + 1);
  return { visible: offsetsOf(log, "commit").filter((offset) => offset < lastStable), lastStable };
}

function draw(log: readonly Entry[], got: Reading): Timeline {
  const { visible, lastStable } = right(log);
  const shown = (all: readonly number[], offset: number): string => (all.includes(offset) ? "visible" : "");
  return log.slice(0, 6).map((entry, at) => ({
    offset: entry.offset,
    producer: entry.producer,
    entry: isMarker(entry) ? entry.marker : "record",
    ends: isMarker(entry) ? "" : fateOf(log, at),
    "last stable": lastStable,
    out: shown(got.visible, entry.offset),
    right: shown(visible, entry.offset),
    wrong: shown(got.visible, entry.offset) !== shown(visible, entry.offset),
  }));
}

const finding = (log: readonly Entry[], got: Reading, anomaly: Anomaly): Finding => ({
  expected: right(log),
  got,
  anomaly,
  timeline: draw(log, got),
});

const drawnEntry = fc.record({
  producer: fc.nat(2),
  what: fc.constantFrom("record", "record", "commit", "commit", "abort"),
  gap: fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.nat(5) },
  ),
});

/** Records of up to three producers and the markers that end them; a marker only where something is open. */
const logs = fc
  .record({
    drawn: fc.oneof(
      { withCrossShrink: true },
      { weight: 9, arbitrary: fc.array(drawnEntry, { minLength: 1, maxLength: 20, size: "max" }) },
      { weight: 1, arbitrary: crowd(drawnEntry) },
    ),
    names: fc.constantFrom(
      ["p", "q", "r"],
      ["p", "q", "r"],
      ["p", "__proto__", "constructor"],
      ["é", "e\u0301", ""],
      ["A", "a", "a "],
    ),
    start: fc.oneof(
      { withCrossShrink: true },
      { weight: 4, arbitrary: fc.constant(0) },
      { weight: 4, arbitrary: fc.nat(30) },
      { weight: 1, arbitrary: fc.constant(2 ** 31) },
    ),
    settled: fc.boolean(),
  })
  .map(({ drawn, names, start, settled }) => {
    const log: Entry[] = [];
    const open = new Set<string>();
    let offset = start;
    const add = (producer: string, marker: "commit" | "abort" | null): void => {
      log.push(marker === null ? { offset, producer, value: `v${offset}` } : { offset, producer, marker });
      if (marker === null) open.add(producer);
      else open.delete(producer);
      offset++;
    };
    for (const { producer: index, what, gap } of drawn) {
      const producer = names[index] ?? "p";
      offset += gap;
      add(producer, what === "record" || !open.has(producer) ? null : what === "abort" ? "abort" : "commit");
    }
    if (settled) for (const producer of [...open]) add(producer, "commit");
    return log;
  });

const reaches = {
  "an aborted record": [0.3, (log: readonly Entry[]) => offsetsOf(log, "abort").length > 0],
  "a transaction that is still open": [0.3, (log: readonly Entry[]) => offsetsOf(log, "open").length > 0],
  "a committed record behind an open one": [
    0.1,
    (log: readonly Entry[]) => offsetsOf(log, "commit").some((offset) => offset >= right(log).lastStable),
  ],
  "a producer that aborts and then commits": [
    0.1,
    (log: readonly Entry[]) =>
      log.some(
        (entry, at) =>
          isMarker(entry) &&
          entry.marker === "abort" &&
          log
            .slice(at)
            .some((later) => isMarker(later) && later.producer === entry.producer && later.marker === "commit"),
      ),
  ],
} as const;

/** A check of one thing in the answer. */
const never = (
  anomaly: Anomaly | ((log: readonly Entry[], got: Reading) => Anomaly),
  wrong: (log: readonly Entry[], got: Reading) => boolean,
) => ({
  anomaly,
  wrong,
});

const rules = {
  aborted: never("half-applied", (log, { visible }) =>
    offsetsOf(log, "abort").some((offset) => visible.includes(offset)),
  ),
  open: never("half-applied", (log, { visible }) => offsetsOf(log, "open").some((offset) => visible.includes(offset))),
  beyond: never("reordered", (log, { visible }) => visible.some((offset) => offset >= right(log).lastStable)),
  // Too low a limit keeps readers waiting, too high a one lets them pass what is open.
  stable: never(
    (log, { lastStable }) => (lastStable < right(log).lastStable ? "stalled" : "reordered"),
    (log, { lastStable }) => lastStable !== right(log).lastStable,
  ),
  markers: never("wrong-value", (log, { visible }) =>
    log.some((entry) => isMarker(entry) && visible.includes(entry.offset)),
  ),
  lost: never("lost", (log, { visible }) => right(log).visible.some((offset) => !visible.includes(offset))),
  order: never("reordered", (log, { visible }) => !same(visible, right(log).visible)),
};

const holds = (says: string, { anomaly, wrong }: ReturnType<typeof never>) =>
  property({
    says,
    given: logs,
    cover: reaches,
    async check(code, log) {
      const got = await code.readCommitted(log);
      if (!wrong(log, got)) return undefined;
      return finding(log, got, typeof anomaly === "string" ? anomaly : anomaly(log, got));
    },
  });

export default grader({
  title: "what a reader sees of transactions, and how far it gets",
  optional: true,
  whenThrown: "stalled",
  exports: { readCommitted: "function" },
  properties: {
    empty: property({
      says: "An empty log shows nothing, and is stable up to 0.",
      given: fc.constant<Entry[]>([]),
      runs: 1,
      async check(code, log) {
        const got = await code.readCommitted(log);
        return same(got, { visible: [], lastStable: 0 }) ? undefined : finding(log, got, "wrong-value");
      },
    }),
    aborted: holds("A record of an aborted transaction is never visible.", rules.aborted),
    open: holds("A record of a transaction that is still open is never visible.", rules.open),
    beyond: holds("Nothing from the last stable offset on is visible, though it has committed.", rules.beyond),
    stable: holds(
      "The last stable offset is the first of the earliest open transaction, or one past the end when none is open.",
      rules.stable,
    ),
    markers: holds("Markers are not visible.", rules.markers),
    committed: holds(
      "Every record below the last stable offset whose own transaction has committed is visible.",
      rules.lost,
    ),
    ascending: holds("What is visible is in the order of the log, each record once.", rules.order),
  },
  examples: [
    example({
      says: "One producer aborts and then commits, another is open from offset 3 on: only 2 is visible.",
      async check(code) {
        const log: Entry[] = [
          { offset: 0, producer: "p", value: "a" },
          { offset: 1, producer: "p", marker: "abort" },
          { offset: 2, producer: "p", value: "b" },
          { offset: 3, producer: "q", value: "c" },
          { offset: 4, producer: "p", marker: "commit" },
        ];
        const got = await code.readCommitted(log);
        return same(got, right(log)) ? undefined : finding(log, got, "half-applied");
      },
    }),
  ],
  integration: undisturbed(
    "Of a log with transactions that commit, abort and stay open it gives what a reader of that log gets.",
    ["readCommitted"],
    readBack,
  ),
  hints: {
    general: [
      "For each record: which marker ends its transaction, if there is one yet? And where does the earliest open one begin?",
      "Go through the log once and keep, for each producer, the offsets that are open. Its marker settles them: committed, or dropped.",
      "lastStable = Math.min(end, ...all offsets still open), with end the last offset + 1; visible = committed ones below it, sorted by number.",
    ],
    empty: [
      "What is the smallest of no offsets, and what comes after the last of none?",
      "There is nothing to read, and so nothing that would not be stable: 0.",
      "const end = (log.at(-1)?.offset ?? -1) + 1;",
    ],
    aborted: [
      "Which marker ends the transaction of the record with the arrow?",
      '"abort" drops what its producer has open since its last marker.',
      'if (entry.marker === "commit") committed.push(...open of this producer); then forget what it had open.',
    ],
    beyond: [
      "A reader goes forward only. What if it read this record, and the open one before it commits later?",
      "It has to stop before the earliest open record; what committed behind that has to wait.",
      "committed.filter((offset) => offset < lastStable)",
    ],
    stable: [
      "Which records are still open, and which of them comes first? Look at offsets, not at how many entries there are.",
      "With an open one it is the offset of the first record of the earliest open transaction; else the last offset + 1, of a marker as well.",
      "Math.min(end, ...[...open.values()].flat())",
    ],
    committed: [
      "Has the transaction of this record committed? Another one of the same producer may have aborted.",
      "A marker is about one transaction: what its own producer sent since its marker before.",
      "Keep a list of open offsets for each producer, and empty it at each of its markers.",
    ],
    ascending: [
      "In which order do the records stand in the log, and in which did you list them?",
      "Transactions end in another order than they begin. The reader follows the log.",
      "visible.sort((left, right) => left - right)",
    ],
  },
});
