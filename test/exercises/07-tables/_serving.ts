import type { NewRecord } from "tidemark";
import type { Anomaly, Immediate, Program } from "tidemark/grading";
import type { Verdict } from "tidemark/sim";
import { bytesOf, unfinished, valuesOf } from "../_on-a-log.js";
import { type Change, storedIn, tableTopic, toRecord } from "./_on-a-log.js";
import type { Contract as BalanceService } from "./balanceService.js";

const balance = (id: string, saldo: number): string =>
  JSON.stringify({ cliente_id: id, saldo, timestamp: "2025-10-14T10:30:45" });
/** One value is no balance; the transaction's mark leaves a gap at the end. */
const accounts: readonly Change[] = [
  ["ana", balance("ana", 100), 1],
  ["bia", balance("bia", 50), 2],
  ["ana", balance("ana", 0), 3],
  ["bia", null, 4],
  ["ana", "no balance", 5],
];
const lot = 3;
const answers = { ana: "200, 0", bia: "404", carla: "404", skipped: "1" } as const;

type When = "while it catches up" | "once it has caught up" | "after a restart, while all comes again";

interface Said {
  readonly when: When;
  readonly of: keyof typeof answers;
  readonly answer: string;
}

interface Saved {
  readonly state: unknown;
  /** Whether it had caught up. */
  readonly done: boolean;
}

/** A service that keeps its state in a topic, and after a restart is handed the whole log again. */
export const served = (service: Immediate<BalanceService>): Program<Said[]> => ({
  expected: "503 until it has caught up, and then the last balance written, over any restart",
  async prepare(log, prefix) {
    const kept = ["snapshots", "out"].map((name) => ({ name: `${prefix}-${name}`, partitions: 1 }));
    await log.createTopics([tableTopic(`${prefix}-contas`), ...kept]);
    const producer = await log.transactionalProducer(`${prefix}-bank`);
    const transaction = await producer.begin();
    await transaction.send(accounts.map((change) => toRecord(`${prefix}-contas`, change)));
    await transaction.commit();
    await producer.close();
  },
  async run(log, prefix) {
    const producer = await log.producer();
    const end = (await log.offsets(`${prefix}-contas`, "read_uncommitted"))[0]?.end ?? 0;
    const records = await storedIn(log, `${prefix}-contas`);
    let state: unknown;
    const ask = (when: When, of: Said["of"]): NewRecord => {
      const said: Said = { when, of, answer: answerOf(service, state, of) };
      return { topic: `${prefix}-out`, key: null, value: bytesOf(JSON.stringify(said)) };
    };
    const save = (done: boolean): NewRecord => {
      return { topic: `${prefix}-snapshots`, key: null, value: bytesOf(JSON.stringify({ state, done })) };
    };
    // The second time it begins with the state of the first, as after a restart: what was taken in comes again.
    for (const caughtUp of [false, true]) {
      const saved = JSON.parse((await valuesOf(log, `${prefix}-snapshots`)).at(-1) ?? "null") as Saved | null;
      if (!caughtUp && saved?.done) continue;
      state = saved === null ? service.start(end) : saved.state;
      for (let first = 0; first < records.length; first += lot) {
        const said = records.slice(first, first + lot).map((record) => {
          state = service.apply(state, record);
          return ask(
            caughtUp ? "after a restart, while all comes again" : "while it catches up",
            record.key as Said["of"],
          );
        });
        await producer.send([...said, save(caughtUp)]);
      }
      state = service.advance(state, end);
      const said = (Object.keys(answers) as Said["of"][]).map((of) => ask("once it has caught up", of));
      await producer.send([...said, save(true)]);
    }
    await producer.close();
  },
  observe: async (log, prefix) => (await valuesOf(log, `${prefix}-out`)).map((text) => JSON.parse(text) as Said),
  judge: (said, end) => unfinished(end) ?? wrongAnswer(said),
});

function answerOf(service: Immediate<BalanceService>, state: unknown, of: Said["of"]): string {
  if (of === "skipped") return `${service.skipped(state)}`;
  const { status, body } = service.get(state, of);
  return status === 200 ? `200, ${(body as { saldo?: unknown } | null)?.saldo}` : `${status}`;
}

function wrongAnswer(said: readonly Said[]): Verdict | null {
  for (const { when, of, answer } of said) {
    const expected = when === "while it catches up" ? "503" : answers[of];
    if (answer === expected) continue;
    const asked = of === "skipped" ? "the number skipped" : `the answer for ${of}`;
    return { anomaly: anomalyOf(of, expected, answer), message: `${when}, ${asked} is ${answer}, not ${expected}` };
  }
  return null;
}

function anomalyOf(of: Said["of"], expected: string, answer: string): Anomaly {
  if (expected === "503") return "not-ready";
  if (answer === "503") return "stalled";
  if (of === "skipped") return "wrong-value";
  if (expected === "404") return "resurrected";
  return answer === "404" ? "lost" : "stale-read";
}
