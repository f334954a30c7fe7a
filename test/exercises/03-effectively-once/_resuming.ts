import type { LogRecord, Position } from "tidemark";
import type { Immediate, Program } from "tidemark/grading";
import type { Verdict } from "tidemark/sim";
import { Disk } from "../_disk.js";
import { bytesOf, inAndOut, recordsFrom, textOf, unfinished, valuesOf } from "../_on-a-log.js";
import type { Contract as Checkpoint } from "./checkpoint.js";

/** By partition. Each sum tells which of them are in it. */
const amounts = [
  ["1", "2", "4"],
  ["8", "16"],
];
const total = 31;
const lot = 2;

/** Sums up a topic. A crash is a power cut: its memory is gone, and of the disk only what was safe is sure to be left. */
export function resumed({ saveSteps, load }: Immediate<Checkpoint>): Program<string[]> {
  let disk = new Disk({});
  let steps = 0;
  /** One of the states that the disk may be in; which one depends on where it was cut. */
  const afterPowerCut = () => {
    const left = disk.afterPowerCut();
    return left[steps % left.length] ?? {};
  };
  return {
    expected: `a sum of ${total} in the end, and never a start before what was saved`,
    async prepare(log, prefix) {
      disk = new Disk({});
      steps = 0;
      await inAndOut(log, prefix, amounts);
    },
    async run(log, prefix) {
      const [topic, group] = [`${prefix}-in`, `${prefix}-sum`];
      const producer = await log.producer();
      const say = (text: string) => producer.send([{ topic: `${prefix}-out`, key: null, value: bytesOf(text) }]);
      disk = new Disk(afterPowerCut());
      const found = load(disk.files());
      let sum = (found?.state as { readonly sum: number } | undefined)?.sum ?? 0;
      let offsets = found?.offsets ?? {};
      const open: LogRecord[] = [];
      for (const [partition, committed] of (await log.committed(group, topic)).entries()) {
        const from = offsets[partition] ?? 0;
        if (from < (committed ?? 0)) await say(startsAgain(partition, from, committed));
        open.push(...(await recordsFrom(log, topic, partition, from)));
      }
      for (let first = 0; first < open.length; first += lot) {
        for (const { partition, offset, value } of open.slice(first, first + lot)) {
          sum += Number(textOf(value));
          offsets = { ...offsets, [partition]: offset + 1 };
        }
        for (const step of saveSteps(disk.files(), { state: { sum }, offsets })) {
          const impossible = disk.apply(step);
          if (impossible !== undefined) throw new Error(impossible);
          steps++;
          // A disk takes its time. Meanwhile the task asks for the log's end, and power may fail.
          await log.offsets(topic, "read_committed");
        }
        const positions = Object.entries(offsets).map(([partition, offset]): Position => {
          return { topic, partition: Number(partition), offset };
        });
        await log.setCommitted(group, positions);
      }
      await say(`${sum}`);
      await producer.close();
    },
    observe: (log, prefix) => valuesOf(log, `${prefix}-out`),
    judge: (said, end) => unfinished(end) ?? wrongStart(said) ?? wrongSum(said),
  };
}

const startsAgain = (partition: number, from: number, saved: number | null): string =>
  `partition ${partition} starts at offset ${from}, although it was saved up to ${saved}`;

/** A commit follows a save that is complete, so nothing may begin before it. */
function wrongStart(said: readonly string[]): Verdict | null {
  const message = said.find((text) => text.includes("starts at"));
  return message === undefined ? null : { anomaly: "lost", message };
}

function wrongSum(said: readonly string[]): Verdict | null {
  const wrong = said.find((text) => text !== `${total}`);
  if (wrong === undefined) return null;
  return { anomaly: "half-applied", message: `the sum is ${wrong}: the state and the offsets are not from one save` };
}
