import { judgeOutputs } from "tidemark";
import type { Immediate, Program } from "tidemark/grading";
import { bytesOf, inAndOut, recordsFrom, textOf, unfinished, valuesOf } from "../_on-a-log.js";
import { lastWord } from "./_logs.js";
import { type Change, storedIn, tableTopic, toRecord } from "./_on-a-log.js";
import type { Contract as FoldTable } from "./foldTable.js";

/** Ships change their berth; `null`: they put to sea, and "" is the roadstead. The clock of one pilot is behind. */
const moves: readonly Change[] = [
  ["alma", "A1", 10],
  ["constructor", "B1", 20],
  ["dory", "", 22],
  ["alma", "A2", 5],
  ["constructor", null, 21],
  ["dory", "D1", 24],
  ["alma", "A3", 4],
  ["constructor", "B2", 23],
  ["dory", null, 25],
  ["constructor", "C1", 26],
];
const lot = 3;

const moved = (number: number, [ship, to]: Change, from: string | undefined): string =>
  `move ${number}: ${ship} from ${from === undefined ? "sea" : `"${from}"`} to ${to === null ? "sea" : `"${to}"`}`;

/** By the moves themselves: where a ship came from is where its last move took it. */
const rightMoves = moves.map((move, index) => {
  const before = moves.slice(0, index).map(([key, value, ts]) => ({ partition: 0, offset: 0, key, value, ts }));
  return moved(index, move, lastWord(before, move[0]) ?? undefined);
});

/** A task without a memory: for each lot it reads its table back from the changelog, with the learner's function. */
export const remembered = ({ foldTable }: Immediate<FoldTable>): Program<string[]> => ({
  expected: "every move once, each from where the ship lay",
  async prepare(log, prefix) {
    await inAndOut(log, prefix, [moves.map((move) => JSON.stringify(move))]);
    await log.createTopics([tableTopic(`${prefix}-changelog`)]);
  },
  async run(log, prefix) {
    const [topic, group, changelog] = [`${prefix}-in`, `${prefix}-task`, `${prefix}-changelog`];
    const producer = await log.transactionalProducer(group);
    let next = (await log.committed(group, topic))[0] ?? 0;
    for (; next < moves.length; next += lot) {
      const records = (await recordsFrom(log, topic, 0, next)).slice(0, lot);
      const some = records.map(({ value }) => JSON.parse(textOf(value)) as Change);
      const table = new Map(foldTable(await storedIn(log, changelog)));
      const out = some.map((move, index) => {
        const [ship, to] = move;
        const text = moved(next + index, move, table.get(ship));
        if (to === null) table.delete(ship);
        else table.set(ship, to);
        return { topic: `${prefix}-out`, key: null, value: bytesOf(text) };
      });
      const transaction = await producer.begin();
      await transaction.send([...out, ...some.map((move) => toRecord(changelog, move))]);
      await transaction.sendOffsets(group, [{ topic, partition: 0, offset: next + some.length }]);
      await transaction.commit();
    }
    await producer.close();
  },
  observe: (log, prefix) => valuesOf(log, `${prefix}-out`),
  judge(outputs, end) {
    const wrong = unfinished(end) ?? judgeOutputs(rightMoves, outputs);
    if (wrong?.anomaly !== "wrong-value") return wrong;
    const strange = outputs.find((one) => !rightMoves.includes(one)) ?? "";
    const right = rightMoves.find((one) => one.split(":")[0] === strange.split(":")[0]) ?? "";
    const cameFromSea = (text: string): boolean => text.includes("from sea");
    const anomaly = cameFromSea(strange) ? "lost" : cameFromSea(right) ? "resurrected" : "stale-read";
    return { anomaly, message: `${strange}, which should be: ${right.split(": ")[1]}` };
  },
});
