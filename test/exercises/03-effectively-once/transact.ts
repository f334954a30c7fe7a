import type { Stored } from "tidemark/exercises";
import { type Anomaly, type Code, callback, exercise, type Finding, fc, same, type Timeline } from "tidemark/grading";
import { crashing } from "../_on-a-log.js";
import { Broker, Producer, type TxStep } from "./_broker.js";
import { transacted } from "./_on-a-log.js";

interface Task {
  readonly group: string;
  readonly partition: number;
  readonly instance: string;
}

export interface Contract {
  transact(task: Task, batch: readonly Stored[], outputs: (record: Stored) => readonly string[]): TxStep[];
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly group: string;
  readonly partition: number;
  readonly batch: readonly Stored[];
  /** How many outputs each record has. */
  readonly counts: readonly number[];
}

/** Values that tell which record and which of its outputs they are. */
const outputsOf = (one: Case, record: Stored): string[] => {
  const index = one.batch.findIndex(({ offset }) => offset === record.offset);
  return Array.from({ length: one.counts[index] ?? 0 }, (_, at) => `${record.offset}${"abc"[at]}`);
};

const allOutputs = (one: Case): string[] => one.batch.flatMap((record) => outputsOf(one, record));

/** What an instance plans that begins at an offset. */
function plan(code: Code<Contract>, one: Case, instance: string, from = 0): Promise<TxStep[]> {
  const { group, partition, batch } = one;
  const rest = batch.filter(({ offset }) => offset >= from);
  const answers = batch.map((record): [[Stored], string[]] => [[record], outputsOf(one, record)]);
  return code.transact({ group, partition, instance }, rest, callback("outputs", answers));
}

const words = (step: TxStep): string => {
  switch (step.do) {
    case "init":
      return `init ${JSON.stringify(step.transactionalId)}`;
    case "send":
      return `send ${step.value}`;
    case "sendOffset":
      return `send offset ${step.offset} of partition ${step.partition}`;
    default:
      return `${step.do}`;
  }
};

const draw = (steps: readonly TxStep[], ...then: readonly string[]): Timeline => [
  ...steps.slice(then.length - 6).map((step, index, shown) => ({
    step: steps.length - shown.length + index + 1,
    does: words(step),
  })),
  ...then.map((does, index) => ({ step: "", does, wrong: index === then.length - 1 })),
];

const finding = (anomaly: Anomaly, expected: unknown, got: unknown, timeline: Timeline): Finding => ({
  expected,
  got,
  anomaly,
  timeline,
});

const list = (values: readonly string[]): string => (values.length === 0 ? "nothing" : values.join(" "));

/** Too many of them, too few, or in another order. */
function difference(expected: readonly string[], got: readonly string[]): Anomaly {
  if (got.some((value, index) => got.indexOf(value) < index)) return "duplicated";
  return expected.some((value) => !got.includes(value)) ? "lost" : "reordered";
}

/** The same records in another partition. */
const of = (one: Case, partition: number): Case => ({
  ...one,
  partition,
  batch: one.batch.map((record) => ({ ...record, partition })),
});

const groups = fc.constantFrom("g", "g1", "g11", "1g", "g-1", "harbor", "G", "é", "e\u0301");
const partitionNumbers = fc.constantFrom(0, 1, 2, 11, 111);
const cases = fc
  .record({
    group: groups,
    partition: partitionNumbers,
    records: fc.array(
      fc.record({
        gap: fc.oneof({ withCrossShrink: true }, fc.constant(0), fc.nat(4)),
        count: fc.oneof({ withCrossShrink: true }, fc.constant(1), fc.nat(3)),
        value: fc.constantFrom("x", "y", null),
      }),
      { maxLength: 6, size: "max" },
    ),
    start: fc.oneof({ withCrossShrink: true }, fc.constant(0), fc.nat(30)),
  })
  .map(({ group, partition, records, start }): Case => {
    let next = start;
    const batch = records.map(({ gap, value }, index): Stored => {
      const offset = next + gap;
      next = offset + 1;
      return { partition, offset, key: `key-${index % 2}`, value, ts: index };
    });
    return { group, partition, batch, counts: records.map(({ count }) => count) };
  });
const filled = cases.filter(({ batch }) => batch.length > 0);
const reaches = {
  "two records or more": [0.4, ({ batch }: Case) => batch.length > 1],
  "a record without outputs": [0.2, ({ counts }: Case) => counts.includes(0)],
  "a record with several": [0.2, ({ counts }: Case) => counts.some((count) => count > 1)],
  "a gap": [
    0.2,
    ({ batch }: Case) => batch.some(({ offset }, at) => at > 0 && offset > (batch[at - 1]?.offset ?? 0) + 1),
  ],
} as const;
const runs = 100;

export default grader({
  title: "outputs and offset in one transaction, and the zombie locked out",
  whenThrown: "stalled",
  exports: { transact: "function" },
  properties: {
    empty: property({
      says: "An empty batch sends nothing, no value and no offset.",
      given: fc.record({ group: groups, partition: partitionNumbers }),
      runs: 20,
      async check(code, { group, partition }) {
        const steps = await plan(code, { group, partition, batch: [], counts: [] }, "one");
        const sent = steps.find((step) => step.do === "send" || step.do === "sendOffset");
        return sent && finding("wrong-value", "nothing sent", words(sent), draw(steps, "the batch is empty"));
      },
    }),
    begun: property({
      says: "Init comes first.",
      given: filled,
      runs,
      async check(code, one) {
        const steps = await plan(code, one, "one");
        if (steps[0]?.do === "init") return undefined;
        return finding("stalled", "init", steps[0] && words(steps[0]), draw(steps.slice(0, 1), "refused: no init yet"));
      },
    }),
    closed: property({
      says: "Every transaction that begins is committed before the next one, and before the end.",
      given: filled,
      runs,
      async check(code, one) {
        const steps = await plan(code, one, "one");
        let open = false;
        for (const [index, step] of steps.entries()) {
          const wrong = (step.do === "begin" && open) || (step.do === "commit" && !open);
          const why = open ? "refused: one is open already" : "refused: none is open";
          if (wrong)
            return finding("stalled", "begin and commit in turns", words(step), draw(steps.slice(0, index + 1), why));
          if (step.do === "begin") open = true;
          if (step.do === "commit") open = false;
        }
        if (!open) return undefined;
        return finding("stalled", "a commit", "none", draw(steps, "the end: readers wait for this transaction"));
      },
    }),
    offsetAfter: property({
      says: "At the end the offset after the last record is committed: its offset + 1.",
      given: filled,
      cover: reaches,
      runs,
      async check(code, one) {
        const steps = await plan(code, one, "one");
        const broker = new Broker();
        new Producer(broker).run(steps);
        const [expected, got] = [(one.batch.at(-1)?.offset ?? 0) + 1, broker.offsets.get(one.partition)];
        if (expected === got) return undefined;
        const anomaly = got !== undefined && got > expected ? "lost" : "duplicated";
        return finding(anomaly, expected, got ?? "none", draw(steps, `restart: from ${got ?? "the beginning"}`));
      },
    }),
    atRest: property({
      says: "Without a crash the outputs of all records are sent, in the order of the records.",
      given: filled,
      cover: reaches,
      runs,
      async check(code, one) {
        const steps = await plan(code, one, "one");
        const broker = new Broker();
        new Producer(broker).run(steps);
        const [expected, got] = [allOutputs(one), broker.visible];
        if (same(expected, got)) return undefined;
        return finding(difference(expected, got), list(expected), list(got), draw(steps));
      },
    }),
    many: property({
      says: "However many records a batch has, the outputs of all of them are sent.",
      given: fc.constant(null),
      runs: 1,
      async check(code) {
        const batch = Array.from({ length: 150 }, (_, index): Stored => {
          return { partition: 0, offset: 2 ** 31 - 50 + index, key: "a", value: "x", ts: index };
        });
        const one: Case = { group: "g", partition: 0, batch, counts: batch.map(() => 1) };
        const steps = await plan(code, one, "one");
        const broker = new Broker();
        new Producer(broker).run(steps);
        const [expected, got] = [allOutputs(one), broker.visible];
        if (!same(expected, got)) {
          const anomaly = difference(expected, got);
          return finding(anomaly, `${expected.length} outputs, in order`, `${got.length} outputs`, draw(steps));
        }
        const [next, at] = [2 ** 31 + 100, broker.offsets.get(0)];
        if (next === at) return undefined;
        return finding((at ?? 0) > next ? "lost" : "duplicated", next, at, draw(steps, `restart: from ${at}`));
      },
    }),
    equals: property({
      says: "Outputs that are equal are several outputs all the same, and an empty text is one too.",
      given: fc.record({ one: filled, value: fc.constantFrom("ticket", "ticket", "") }),
      cover: {
        "a record with several": [0.2, ({ one }) => one.counts.some((count) => count > 1)],
        "an empty text": [0.2, ({ value }) => value === ""],
      },
      runs,
      async check(code, { one: { group, partition, batch, counts }, value }) {
        const tickets = (index: number): string[] => Array.from({ length: counts[index] ?? 0 }, () => value);
        const answers = batch.map((record, index): [[Stored], string[]] => [[record], tickets(index)]);
        const steps = await code.transact({ group, partition, instance: "one" }, batch, callback("outputs", answers));
        const broker = new Broker();
        new Producer(broker).run(steps);
        const [expected, got] = [batch.flatMap((_, index) => tickets(index)), broker.visible];
        if (same(expected, got)) return undefined;
        return finding(got.length < expected.length ? "lost" : "duplicated", expected, got, draw(steps));
      },
    }),
    crash: property({
      says: "Stopped after any step and started again from the committed offset, every output is there once, in order.",
      given: filled,
      cover: reaches,
      runs,
      async check(code, one) {
        const steps = await plan(code, one, "one");
        for (let count = 0; count <= steps.length; count++) {
          const broker = new Broker();
          new Producer(broker).run(steps.slice(0, count));
          const from = broker.offsets.get(one.partition);
          const seen = list(broker.visible);
          new Producer(broker).run(await plan(code, one, "two", from));
          const [expected, got] = [allOutputs(one), broker.visible];
          if (same(expected, got)) continue;
          const restart = `stop; seen: ${seen}; restart from ${from ?? "the beginning"}`;
          const rows = draw(steps.slice(0, count), restart, `seen: ${list(got)}`);
          return finding(difference(expected, got), list(expected), list(got), rows);
        }
        return undefined;
      },
    }),
    zombie: property({
      says: "An instance that was paused, and goes on after another one has taken over, adds nothing.",
      given: filled,
      cover: reaches,
      runs,
      async check(code, one) {
        const steps = await plan(code, one, "one");
        for (let count = 1; count <= steps.length; count++) {
          // The other one is through when the zombie wakes up, or has only just begun.
          for (const through of [true, false]) {
            const broker = new Broker();
            const [old, other] = [new Producer(broker), new Producer(broker)];
            old.run(steps.slice(0, count));
            const next = await plan(code, one, "two", broker.offsets.get(one.partition));
            const now = through ? next.length : 1;
            other.run(next.slice(0, now));
            const before = list(broker.visible);
            old.run(steps.slice(count));
            other.run(next.slice(now));
            const [expected, got] = [allOutputs(one), broker.visible];
            if (same(expected, got)) continue;
            const rows = draw(
              steps.slice(0, count),
              `pause; another one ${through ? "does it all" : "begins"}; seen: ${before}`,
              `the first goes on; at the end seen: ${list(got)}`,
            );
            return finding("zombie-write", list(expected), list(got), rows);
          }
        }
        return undefined;
      },
    }),
    apart: property({
      says: "Two tasks never lock each other out: another group or partition has another id.",
      given: fc
        .record({ one: filled, group: groups, partition: partitionNumbers, kind: fc.nat(7) })
        .map(({ one, group, partition, kind }) => {
          if (kind === 1) return { one, group: one.group, partition };
          if (kind === 2) return { one, group, partition: one.partition };
          // Names that are equal but for case or spelling.
          if (kind === 5) return { one: { ...one, group: "G" }, group: "g", partition: one.partition };
          if (kind === 7) return { one: { ...one, group: "g-1" }, group: "g1", partition: one.partition };
          if (kind === 6) return { one: { ...one, group: "é" }, group: "e\u0301", partition: one.partition };
          // A partition 0 that is left out makes g-1 of both.
          if (kind === 4) return { one: of({ ...one, group: "g" }, 1), group: "g-1", partition: 0 };
          // Written side by side, g and 11 are g1 and 1.
          return kind === 3
            ? { one: of({ ...one, group: "g" }, 11), group: "g1", partition: 1 }
            : { one, group, partition };
        }),
      cover: {
        "another task": [0.5, ({ one, group, partition }) => one.group !== group || one.partition !== partition],
        "whose groups are equal but for case or spelling": [
          0.1,
          ({ one, group }) => /[Gé]/.test(one.group) && /[ge]/.test(group),
        ],
        "whose names would run into each other": [
          0.05,
          ({ one, group, partition }) =>
            one.group !== group && `${one.group}${one.partition}` === `${group}${partition}`,
        ],
      },
      async check(code, { one, group, partition }) {
        if (one.group === group && one.partition === partition) return undefined;
        const [mine, theirs] = [
          await plan(code, one, "one"),
          await plan(code, of({ ...one, group }, partition), "two"),
        ];
        const broker = new Broker();
        const [first, second] = [new Producer(broker), new Producer(broker)];
        first.run(mine.slice(0, 1));
        second.run(theirs);
        const { at, answer } = first.run(mine.slice(1));
        if (answer === "done") return undefined;
        return finding("self-fenced", "two ids", `${words(theirs[0] as TxStep)} twice`, [
          { task: `${one.group}, ${one.partition}`, does: words(mine[0] as TxStep) },
          { task: `${group}, ${partition}`, does: words(theirs[0] as TxStep) },
          { task: `${one.group}, ${one.partition}`, does: words(mine[at + 1] as TxStep), out: answer, wrong: true },
        ]);
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's two orders, which give one ticket each, are read back in order, and the next offset is 502.",
      async check(code) {
        const batch = [500, 501].map((offset): Stored => ({ partition: 0, offset, key: "a", value: "order", ts: 0 }));
        const one: Case = { group: "harbor", partition: 0, batch, counts: [1, 1] };
        const broker = new Broker();
        const steps = await plan(code, one, "one");
        new Producer(broker).run(steps);
        const got = { visible: broker.visible, offset: broker.offsets.get(0) };
        const expected = { visible: allOutputs(one), offset: 502 };
        return same(expected, got) ? undefined : finding("lost", expected, got, draw(steps));
      },
    }),
  ],
  integration: crashing(
    "Carried out with the log's own transactions, wherever it crashes, every output is there once.",
    ["transact"],
    transacted,
  ),
  hints: {
    general: [
      "Which two things have to happen together for each record, or not at all?",
      "Its outputs and the offset after it go into one transaction. The id names the task, so that a successor locks the old one out.",
      'init with group + "-" + partition; begin; a send for each output; sendOffset with offset + 1; commit.',
    ],
    begun: [
      "What does a producer have to do before its first transaction?",
      "Init ends what its predecessor left open and locks it out. It comes once, at the start of the plan.",
      'return [{ do: "init", transactionalId }, …]',
    ],
    closed: [
      "Does every begin have its commit, before the next begin?",
      "A transaction that stays open holds up every reader of the topic.",
      "begin, sends, sendOffset, commit: for the batch, or for each record.",
    ],
    offsetAfter: [
      "With which record does a restart begin, by the offset that you committed?",
      "The offset is that of the next record to read. A record without outputs moves it as well.",
      '{ do: "sendOffset", partition: task.partition, offset: last.offset + 1 }',
    ],
    crash: [
      "At the stop in the last rows: were the outputs seen, and was their offset committed?",
      "Whatever lies between the two lets a crash come in between. Both belong between the same begin and commit.",
      "begin, all sends of a record, sendOffset offset + 1, commit.",
    ],
    zombie: [
      "Which transactional id did the first instance have, and which its successor?",
      "Only an equal id lets the broker lock the old one out, and init comes only once: a zombie must not init again.",
      'transactionalId: task.group + "-" + task.partition, without the instance, and one init at the start.',
    ],
    apart: [
      "Two tasks, one id: what happens to the first when the second does its init?",
      "The id must tell tasks apart: group and partition, with something between them that keeps g, 11 from g1, 1.",
      'task.group + "-" + task.partition, with the hyphen in between.',
    ],
  },
});
