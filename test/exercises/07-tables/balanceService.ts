import type { Stored } from "tidemark/exercises";
import {
  type Anomaly,
  type Code,
  elsewhere,
  exercise,
  type Finding,
  fc,
  list,
  same,
  show,
  type Timeline,
  tiedNames,
} from "tidemark/grading";
import { crashing } from "../_on-a-log.js";
import { gaps } from "./_logs.js";
import { served } from "./_serving.js";

interface Balance {
  readonly cliente_id: string;
  readonly saldo: number;
  readonly timestamp: string;
}

type Answer =
  | { readonly status: 200; readonly body: Balance }
  | { readonly status: 404 | 503; readonly body: { readonly error: string } };

export interface Contract {
  start(endOffset: number): unknown;
  apply(state: unknown, record: Stored): unknown;
  advance(state: unknown, position: number): unknown;
  get(state: unknown, id: string): Answer;
  skipped(state: unknown): number;
}

const { grader, property, example } = exercise<Contract>();

/** What happens to the service, in order. `again`: records that it has had come once more. */
type Step =
  | { readonly kind: "record" | "again"; readonly record: Stored }
  | { readonly kind: "advance"; readonly position: number }
  | { readonly kind: "restart" };

interface Case {
  readonly endOffset: number;
  readonly steps: readonly Step[];
}

const isRead = (step: Step): step is Extract<Step, { record: Stored }> => "record" in step;

/** Clocks run as they like: what was written last may have the older time, in the body and in the record. */
const times = ["2025-10-14T10:30:45", "2025-10-14T09:00:00", "2026-01-01T00:00:00"] as const;
const time = times[0];
const fields = (id: unknown, saldo: unknown, timestamp: unknown): string =>
  JSON.stringify({ cliente_id: id, saldo, timestamp });

/** Values that are no balance of this customer, each in another way. */
const unreadable: readonly ((id: string, saldo: number) => string)[] = [
  () => "not JSON",
  () => "",
  () => "null",
  () => "[]",
  (_, saldo) => `${saldo}`,
  (id, saldo) => fields(`${id}0`, saldo, time),
  (id, saldo) => fields(id, `${saldo}`, time),
  (id) => fields(id, null, time),
  (id, saldo) => fields(id, saldo, 45),
  (id, saldo) => JSON.stringify({ cliente_id: id, saldo }),
  (id) => JSON.stringify({ cliente_id: id, timestamp: time }),
  (_, saldo) => JSON.stringify({ saldo, timestamp: time }),
  (id, saldo) => fields(id, saldo, time).slice(0, -1),
];

/** By definition: what the last word on this customer is that a service can read; anything else was never said. */
function balanceIn(record: Stored): Balance | null {
  let value: Partial<Balance> | null;
  try {
    value = JSON.parse(record.value ?? "") as Partial<Balance> | null;
  } catch {
    return null;
  }
  const right =
    value?.cliente_id === record.key && typeof value.saldo === "number" && typeof value.timestamp === "string";
  return right ? (value as Balance) : null;
}

interface Known {
  readonly position: number;
  readonly ready: boolean;
  /** Everything that was taken in, in order. */
  readonly taken: readonly Stored[];
  /** Of these, what could not be read. */
  readonly skipped: number;
}

/** What the service should know after these steps. */
function known({ endOffset, steps }: Case, count: number): Known {
  let position = 0;
  const taken: Stored[] = [];
  for (const step of steps.slice(0, count)) {
    if (step.kind === "advance") position = Math.max(position, step.position);
    if (!isRead(step) || step.record.offset < position) continue;
    taken.push(step.record);
    position = step.record.offset + 1;
  }
  const skipped = taken.filter((record) => record.value !== null && balanceIn(record) === null).length;
  return { position, ready: position >= endOffset, taken, skipped };
}

function rightAnswer({ ready, taken }: Known, id: string): Answer {
  if (!ready) return { status: 503, body: { error: "not ready" } };
  const last = taken.findLast((record) => record.key === id && (record.value === null || balanceIn(record) !== null));
  const body = last === undefined ? null : balanceIn(last);
  return body === null ? { status: 404, body: { error: "no such customer" } } : { status: 200, body };
}

const isSame = (right: Answer, got: Answer): boolean =>
  right.status === 200 ? same(right, got) : got.status === right.status && typeof got.body?.error === "string";

const inWords = (answer: Answer): string =>
  answer?.status === 200 ? `200 ${show(answer.body?.saldo)}` : `${show(answer?.status)}`;

interface Asked {
  /** Steps before the question. */
  readonly after: number;
  readonly id: string;
  readonly right: Answer;
  readonly got: Answer;
}

const idsOf = ({ steps }: Case): string[] => [
  ...new Set(["constructor", ...steps.flatMap((step) => (isRead(step) ? [step.record.key] : []))]),
];

/** Plays a case, and looks at the state at its start and after each of its steps. */
async function play<Seen>(
  code: Code<Contract>,
  one: Case,
  look: (state: unknown, after: number) => Promise<Seen>,
): Promise<Seen[]> {
  let state = await code.start(one.endOffset);
  const seen = [await look(state, 0)];
  for (const [index, step] of one.steps.entries()) {
    if (step.kind === "restart") state = JSON.parse(JSON.stringify(state) ?? "null");
    else if (step.kind === "advance") state = await code.advance(state, step.position);
    else state = await code.apply(state, step.record);
    seen.push(await look(state, index + 1));
  }
  return seen;
}

/** Asks for every customer. */
const askedOf =
  (code: Code<Contract>, one: Case) =>
  (state: unknown, after: number): Promise<Asked[]> => {
    const right = known(one, after);
    return Promise.all(
      idsOf(one).map(async (id) => ({ after, id, right: rightAnswer(right, id), got: await code.get(state, id) })),
    );
  };

const nameOf = (step: Step | undefined): string =>
  step === undefined ? "start" : step.kind === "restart" ? "restart, through JSON" : step.kind;

function draw(one: Case, after: number, last: Readonly<Record<string, string>>): Timeline {
  const from = Math.max(0, after - 5);
  return Array.from({ length: after - from + 1 }, (_, index) => {
    const step = one.steps[from + index - 1];
    const { position } = known(one, from + index);
    const row = {
      happens: nameOf(step),
      offset: step !== undefined && isRead(step) ? step.record.offset : undefined,
      key: step !== undefined && isRead(step) ? show(step.record.key) : "",
      value:
        step !== undefined && isRead(step) ? (step.record.value ?? "deleted").replaceAll('"', "").slice(0, 22) : "",
      position,
      "ready at": one.endOffset,
    };
    return from + index === after ? { ...row, ...last, wrong: true } : row;
  });
}

const finding = (one: Case, { after, id, right, got }: Asked, anomaly: Anomaly): Finding => ({
  expected: right.status === 200 ? right : `status ${right.status} with a text as error`,
  got,
  anomaly,
  timeline: draw(one, after, { get: show(id), out: inWords(got), right: inWords(right) }),
});

/** A balance that is there, and is not found. */
const isForgotten = (right: Answer, got: Answer): boolean => right.status === 200 && got.status === 404;

type When = (right: Answer, got: Answer, asked: Asked) => boolean;

const answers =
  (anomaly: Anomaly, when: When) =>
  async (code: Code<Contract>, one: Case): Promise<Finding | undefined> => {
    const asked = (await play(code, one, askedOf(code, one))).flat();
    const wrong = asked.find(
      (question) => !isSame(question.right, question.got) && when(question.right, question.got, question),
    );
    if (wrong === undefined) return undefined;
    return finding(one, wrong, isForgotten(wrong.right, wrong.got) ? "lost" : anomaly);
  };

type Kind = "write" | "delete" | "garbage" | "again" | "advance" | "restart";

/** A log up to `endOffset` and a little beyond, with whatever else may happen on the way. */
const cases = (kinds: readonly Kind[], before = 6): fc.Arbitrary<Case> =>
  fc
    .record({
      drawn: list(
        fc.record({
          kind: fc.constantFrom(...kinds),
          key: fc.oneof(
            { withCrossShrink: true },
            { weight: 5, arbitrary: fc.constantFrom("1", "2") },
            { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "", "01", "é", "e\u0301") },
          ),
          saldo: fc.oneof(
            { withCrossShrink: true },
            fc.constantFrom(0, 150, 12.5, 1e12),
            fc.integer({ min: -99, max: 99 }),
          ),
          clock: fc.nat(2),
          which: fc.nat(unreadable.length - 1),
          gap: gaps,
          back: fc.nat(3),
        }),
        0,
        8,
      ),
      ready: fc.nat(before),
      gapAtEnd: gaps,
    })
    .map(({ drawn, ready, gapAtEnd }) => {
      const steps: Step[] = [];
      const log: Stored[] = [];
      let end = 0;
      for (const { kind, key, saldo, clock, which, gap, back } of drawn) {
        if (kind === "restart") steps.push({ kind });
        else if (kind === "advance") {
          // A little ahead of the log's end, where no record is, or, where records come again, behind it.
          const position = back === 3 && kinds.includes("again") ? Math.max(0, end - 2) : end + back;
          steps.push({ kind, position });
          end = Math.max(end, position);
        } else if (kind === "again") {
          if (kinds.includes("restart") && back > 0) steps.push({ kind: "restart" });
          // What the position was moved past without having come may still come.
          if (end > (log.at(-1)?.offset ?? -1) + 1) {
            const record = { partition: 0, offset: end - 1, key, value: fields(key, saldo, time), ts: 0 };
            steps.push({ kind: "record", record });
          }
          steps.push(...log.slice(Math.max(0, log.length - 1 - back)).map((record): Step => ({ kind, record })));
        } else {
          const offset = end + gap;
          const value =
            kind === "delete"
              ? null
              : kind === "write"
                ? fields(key, saldo, times[clock])
                : (unreadable[which]?.(key, saldo) ?? "");
          const record: Stored = { partition: 0, offset, key, value, ts: [50, 10, 90][clock] ?? 0 };
          log.push(record);
          steps.push({ kind: "record", record });
          end = offset + 1;
        }
      }
      // The end at the start: behind one of the records, or a little further where the log has a gap.
      const last = log[Math.min(ready, log.length) - 1];
      const endOffset = last === undefined ? 0 : last.offset + 1 + gapAtEnd;
      return { endOffset, steps: endOffset > end ? [...steps, { kind: "advance", position: endOffset }] : steps };
    });

const runs = 60;
const inOrder: readonly Kind[] = ["write", "write", "write", "delete", "advance"];
const atOnce = (kinds: readonly Kind[]): fc.Arbitrary<Case> => cases(kinds, 0);

const someStep = (one: Case, when: (step: Step, index: number) => boolean): boolean => one.steps.some(when);
const comesAgain = (one: Case): boolean =>
  someStep(one, (step, index) => isRead(step) && step.record.offset < known(one, index).position);

/** A balance that is written, then deleted, and comes again. */
const deletedThenAgain = fc
  .record({ key: fc.constantFrom("1", "2", "__proto__"), saldo: fc.integer({ min: 1, max: 99 }), more: fc.nat(2) })
  .map(({ key, saldo, more }): Case => {
    const write: Stored = { partition: 0, offset: 0, key, value: fields(key, saldo, time), ts: 0 };
    const steps: Step[] = [
      { kind: "record", record: write },
      { kind: "record", record: { ...write, offset: 1 + more, value: null } },
      { kind: "again", record: write },
    ];
    return { endOffset: 0, steps };
  });

/** Records that come again, and one that comes only after the position was moved past it. */
const belowPosition = fc.oneof(
  { withCrossShrink: true },
  { weight: 2, arbitrary: cases([...inOrder, "again", "again"]) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        key: fc.constantFrom("1", "2"),
        saldo: fc.integer({ min: 1, max: 99 }),
        moved: fc.integer({ min: -2, max: 2 }),
      })
      .map(({ key, saldo, moved }): Case => {
        const record = (offset: number): Stored => ({
          partition: 0,
          offset,
          key,
          value: fields(key, saldo + offset, time),
          ts: 0,
        });
        const ahead: Step[] = [
          { kind: "record", record: record(0) },
          { kind: "advance", position: 2 + moved },
          { kind: "record", record: record(1) },
        ];
        const behind: Step[] = [
          { kind: "record", record: record(0) },
          { kind: "record", record: record(2) },
          { kind: "advance", position: 2 + moved },
          { kind: "again", record: record(0) },
        ];
        return { endOffset: 0, steps: moved < 0 ? behind : ahead };
      }),
  },
);

export default grader({
  title: "a table behind a question: ready when it has caught up, right after a restart",
  whenThrown: "stalled",
  exports: { start: "function", apply: "function", advance: "function", get: "function", skipped: "function" },
  properties: {
    notBefore: property({
      says: "Before the position has reached the end that the log had at the start, every answer is 503.",
      given: cases(inOrder),
      runs,
      cover: {
        "questions before it is ready": [0.12, ({ endOffset }) => endOffset > 0],
        "a position one short of the end": [
          0.08,
          (one) => one.steps.some((_, index) => known(one, index + 1).position === one.endOffset - 1),
        ],
      },
      check: answers("not-ready", (right) => right.status === 503),
    }),
    ready: property({
      says: "It is ready as soon as its position has reached that end: at once for an empty log, and also where the log ends in a gap.",
      given: cases(inOrder),
      runs,
      cover: {
        "an empty log": [0.04, ({ endOffset }) => endOffset === 0],
        "a gap at the end, passed by advance": [
          0.04,
          (one) =>
            one.endOffset > 0 && one.steps.every((step) => !isRead(step) || step.record.offset !== one.endOffset - 1),
        ],
      },
      check: answers("stalled", (_, got) => got.status === 503),
    }),
    unknown: property({
      says: "A customer who was never written is not found (404), whatever the name.",
      given: atOnce(["write", "advance"]),
      runs,
      check: answers(
        "wrong-value",
        (right, _, { id, after }) => right.status === 404 && id === "constructor" && after >= 0,
      ),
    }),
    lastWrite: property({
      says: "A customer's balance is the last one written.",
      given: atOnce(["write", "write", "write", "advance"]),
      runs,
      cover: {
        "a second balance of a customer": [
          0.12,
          (one) =>
            someStep(
              one,
              (step, at) =>
                isRead(step) &&
                one.steps.slice(0, at).some((other) => isRead(other) && other.record.key === step.record.key),
            ),
        ],
        "a balance of 0": [
          0.04,
          (one) => someStep(one, (step) => isRead(step) && step.record.value?.includes(":0,") === true),
        ],
      },
      check: answers("stale-read", (right, got) => right.status === 200 && got.status === 200),
    }),
    found: property({
      says: "Every customer who was written, and not deleted since, is found (200), with a balance of 0 too.",
      given: atOnce(["write", "write", "delete", "advance"]),
      runs,
      check: answers("lost", (right) => right.status === 200),
    }),
    deleted: property({
      says: "A customer whose last record is a tombstone is not found (404).",
      given: atOnce(["write", "delete"]),
      runs,
      cover: {
        "a customer who is written, then deleted": [
          0.04,
          (one) =>
            someStep(
              one,
              (step, at) =>
                isRead(step) &&
                step.record.value === null &&
                one.steps
                  .slice(0, at)
                  .some(
                    (other) => isRead(other) && other.record.key === step.record.key && other.record.value !== null,
                  ),
            ),
        ],
      },
      check: answers("resurrected", (right, got) => right.status === 404 && got.status !== 404),
    }),
    survives: property({
      says: "A record that cannot be read changes no balance, and does not stop the service.",
      given: atOnce(["write", "garbage", "garbage", "delete"]),
      runs,
      whenThrown: "stalled",
      cover: {
        "an unreadable record of a known customer": [
          0.08,
          (one) =>
            someStep(
              one,
              (step, at) =>
                isRead(step) &&
                step.record.value !== null &&
                balanceIn(step.record) === null &&
                known(one, at).taken.some(({ key }) => key === step.record.key),
            ),
        ],
      },
      check: answers("wrong-value", () => true),
    }),
    movesOn: property({
      says: "A record that cannot be read moves the position on like any other: the service becomes ready behind it.",
      given: cases(["write", "garbage", "garbage", "delete"], 8),
      runs,
      cover: {
        "an unreadable record just before the end": [
          0.08,
          (one) =>
            someStep(
              one,
              (step) =>
                isRead(step) &&
                step.record.offset === one.endOffset - 1 &&
                step.record.value !== null &&
                balanceIn(step.record) === null,
            ),
        ],
      },
      check: answers("stalled", (_, got) => got.status === 503),
    }),
    counted: property({
      says: "Every record that cannot be read is counted, and no other: no balance, no tombstone, nothing that comes again.",
      given: cases(["write", "garbage", "garbage", "delete", "again"]),
      runs,
      cover: { "an unreadable record": [0.25, (one) => known(one, one.steps.length).skipped > 0] },
      async check(code, one) {
        const skipped = await play(code, one, (state) => code.skipped(state));
        const after = skipped.findIndex((count, index) => count !== known(one, index).skipped);
        if (after < 0) return undefined;
        const [expected, got] = [known(one, after).skipped, skipped[after] as number];
        return {
          expected: `${expected} skipped`,
          got: `${show(got)} skipped`,
          anomaly: "wrong-value",
          timeline: draw(one, after, { out: `${show(got)} skipped`, right: `${expected} skipped` }),
        };
      },
    }),
    staysDeleted: property({
      says: "A deleted balance stays deleted when its old record comes again.",
      given: deletedThenAgain,
      runs,
      check: answers("resurrected", (right, got) => right.status === 404 && got.status === 200),
    }),
    comesAgain: property({
      says: "Records below the position change nothing: not when they come again, nor after the position was moved on.",
      given: belowPosition,
      runs: 2 * runs,
      cover: { "a record below the position": [0.12, comesAgain] },
      check: answers("stale-read", () => true),
    }),
    restart: property({
      says: "A service whose state went through JSON, as over a restart, goes on as if nothing had happened.",
      given: cases(["write", "write", "delete", "garbage", "advance", "restart", "restart"]),
      runs,
      whenThrown: "half-applied",
      cover: {
        "a restart with balances known": [
          0.12,
          (one) => someStep(one, ({ kind }, at) => kind === "restart" && known(one, at).taken.length > 0),
        ],
      },
      check: answers("half-applied", () => true),
    }),
    restartThenAgain: property({
      says: "After a restart, records that come again still change nothing.",
      given: cases(["write", "write", "delete", "restart", "again", "again"]),
      runs,
      whenThrown: "half-applied",
      cover: {
        "a record that comes again after a restart": [
          0.08,
          (one) =>
            someStep(
              one,
              (step, at) => step.kind === "again" && one.steps.slice(0, at).some(({ kind }) => kind === "restart"),
            ),
        ],
      },
      check: answers("stale-read", (right, got) => !isForgotten(right, got)),
    }),
    exactly: property({
      says: "Whatever happens, each answer is what the records taken in so far say.",
      given: cases(["write", "write", "write", "delete", "garbage", "advance", "restart", "again"]),
      runs,
      check: answers("wrong-value", () => true),
    }),
    many: property({
      says: "However many customers there are, and however alike their ids, each has a balance of its own.",
      given: fc.constant(null),
      runs: 1,
      check: (code) => {
        const customers = [...tiedNames, ...Array.from({ length: 80 }, (_, index) => `customer ${index}`)];
        const steps = customers.map((key, index): Step => {
          return {
            kind: "record",
            record: { partition: 0, offset: index, key, value: fields(key, index, time), ts: 0 },
          };
        });
        return answers("lost", (right) => right.status === 200)(code, { endOffset: 0, steps });
      },
    }),
    newProcess: property({
      says: "A restart is a new process: the state is all that it has, and it answers as before.",
      given: fc.constant(null),
      runs: 1,
      whenThrown: "half-applied",
      async check(code) {
        const write = (offset: number, key: string, saldo: number): Stored => {
          return { partition: 0, offset, key, value: fields(key, saldo, time), ts: 0 };
        };
        const records = [write(0, "1", 150), write(1, "2", 30)];
        let state = await code.start(2);
        for (const record of records) state = await code.apply(state, record);
        const later = await elsewhere(code);
        const one: Case = { endOffset: 2, steps: records.map((record) => ({ kind: "record", record })) };
        for (const id of ["1", "2", "3"]) {
          const [right, got] = [
            rightAnswer(known(one, 2), id),
            await later.get(JSON.parse(JSON.stringify(state) ?? "null"), id),
          ];
          if (isSame(right, got)) continue;
          const note = "The process was ended after these records, and a new one asked, with the state as JSON.";
          return { ...finding(one, { after: 2, id, right, got }, "half-applied"), note };
        }
        return undefined;
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's service: 503 at offset 2 of 3, then 150 for customer 1 and nobody else.",
      check: (code) => {
        const write = (offset: number, key: string, value: string | null): Step => ({
          kind: "record",
          record: { partition: 0, offset, key, value, ts: 0 },
        });
        const steps = [
          write(0, "1", fields("1", 100, time)),
          write(1, "2", fields("2", 50, time)),
          write(2, "1", fields("1", 150, time)),
          write(3, "2", null),
        ];
        return answers("wrong-value", () => true)(code, { endOffset: 3, steps });
      },
    }),
  ],
  integration: crashing(
    "A service that takes in a topic and restarts anywhere gives no answer but the last balance written.",
    ["start", "apply", "advance", "get", "skipped"],
    served,
  ),
  hints: {
    general: [
      "What does the service have to remember to answer, to know whether it may answer, and to tell what it has had already?",
      "Keep four things: the end to reach, the position, the balances, and how many were skipped. Each function gives back a new object.",
      'start = (endOffset) => ({ readyAt: endOffset, position: 0, skipped: 0, balances: [] }); get: if (state.position < state.readyAt) return { status: 503, body: { error: "…" } }.',
    ],
    notBefore: [
      "How far has the service read, and how far had the log come when it started?",
      "Until then it knows only older words on each customer, and cannot know which of them are the last: 503, also for those that it has not seen.",
      "if (state.position < state.readyAt) return 503, before any look-up",
    ],
    ready: [
      "What has the position to reach, and is there always a record just before it?",
      "Compaction and transactions leave offsets without a record. Compare positions; do not wait for a record. An empty log has nothing to wait for.",
      "ready is state.position >= state.readyAt; advance sets position to Math.max(state.position, position)",
    ],
    unknown: [
      'Which names does a plain object have before you put one in, such as "constructor"?',
      "Ask for own keys only, or keep a list.",
      "Object.hasOwn(state.balances, id), or state.balances.find(({ cliente_id }) => cliente_id === id)",
    ],
    lastWrite: [
      "How often was this customer written, and which of these balances did you answer?",
      "The record with the higher offset replaces what was there.",
      "Take out the customer's old balance, put in the new one.",
    ],
    found: [
      "Was this customer written? Was it deleted since?",
      'A balance of 0 is a balance. And "__proto__" can be a customer\'s id.',
      "Ask whether there is an entry (body === undefined), not whether its saldo is truthy.",
    ],
    deleted: [
      "What does a null value say of the customer?",
      "A tombstone takes the balance away, and the answer is 404 from then on.",
      "if (record.value === null) leave the customer out of the new balances",
    ],
    survives: [
      "Which part of this value is not as it has to be: is it JSON, an object, the right customer, a number, a text?",
      "One bad record must not stop the service, nor change anything. Check each of the three fields before you believe any.",
      'In try { … } catch: cliente_id === record.key && typeof saldo === "number" && typeof timestamp === "string"; else skip.',
    ],
    movesOn: [
      "Where does the position stand after the record that could not be read?",
      "Skipping is a way of taking a record in: the position goes past it, or the service waits for ever.",
      "position: record.offset + 1 first, in every case; then look at the value",
    ],
    counted: [
      "Which of these records could be read, which could not, and which had you had before?",
      "A record below the position is not looked at. A tombstone can be read. Everything else that is no balance counts once.",
      "First: if (record.offset < state.position) return state. Then the tombstone. Then the balance, or skipped + 1.",
    ],
    staysDeleted: [
      "The old record came again. How can the service tell that it is old?",
      "By its offset: everything below the position was taken in before.",
      "if (record.offset < state.position) return state;",
    ],
    comesAgain: [
      "Compare the record's offset with the position. Where did the position go with the steps before?",
      "The position is the offset of the next record: one more than the last one's, or what advance said, and never less than before.",
      "position: record.offset + 1 in apply; Math.max(state.position, position) in advance",
    ],
    restart: [
      "What does JSON.stringify make of a Map, a Set, Infinity or undefined?",
      "Keep plain arrays, objects, numbers and texts.",
      "balances: [] as a list of { cliente_id, saldo, timestamp }, or an object with prefixed keys",
    ],
    restartThenAgain: [
      "Where was the position kept, and is it still there after the restart?",
      "The position belongs to the state as much as the balances do: saved together, or an old record overwrites a newer one.",
      "{ readyAt, position, skipped, balances }: all four in one plain object",
    ],
  },
});
