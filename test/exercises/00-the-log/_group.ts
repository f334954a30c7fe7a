import { judgeOutputs, type LogRecord } from "tidemark";
import type { Immediate, Program } from "tidemark/grading";
import { inAndOut, recordsFrom, unfinished, valuesOf } from "../_on-a-log.js";
import type { Contract as AssignPartitions } from "./assignPartitions.js";

const partitions = 5;
/** Who is in the group, shift by shift: they come and go, and are named in whatever order. */
const shifts = [["ana"], ["bruno", "ana", "carla"], ["carla", "bruno"]];
/** In each shift one record of each partition is to be read. */
const records = Array.from({ length: partitions }, (_, partition) =>
  shifts.map((_, shift) => `record ${shift} of partition ${partition}`),
);

/** Each member has learned the names in an order of its own. */
const namedBy = (member: string, members: readonly string[]): string[] => {
  const at = members.indexOf(member);
  return [...members.slice(at), ...members.slice(0, at)];
};

/** A group whose members each work out for themselves what they read; a shift writes in a transaction what it has read. */
export const sharedOut = ({ assignPartitions }: Immediate<AssignPartitions>): Program<string[]> => ({
  expected: "every record, read by one member",
  prepare: (log, prefix) => inAndOut(log, prefix, records),
  async run(log, prefix) {
    const [topic, group] = [`${prefix}-in`, `${prefix}-group`];
    const producer = await log.transactionalProducer(group);
    const positions = (await log.committed(group, topic)).map((offset) => offset ?? 0);
    for (const [shift, members] of shifts.entries()) {
      const read: LogRecord[] = [];
      for (const member of members) {
        for (const partition of assignPartitions(namedBy(member, members), partitions)[member] ?? []) {
          const open = await recordsFrom(log, topic, partition, positions[partition] ?? 0);
          read.push(...open.filter(({ offset }) => offset <= shift));
        }
      }
      if (read.length === 0) continue;
      const transaction = await producer.begin();
      await transaction.send(read.map(({ value }) => ({ topic: `${prefix}-out`, key: null, value })));
      await transaction.sendOffsets(
        group,
        read.map(({ partition, offset }) => ({ topic, partition, offset: offset + 1 })),
      );
      await transaction.commit();
      for (const { partition, offset } of read) positions[partition] = offset + 1;
    }
    await producer.close();
  },
  observe: (log, prefix) => valuesOf(log, `${prefix}-out`),
  judge: (outputs, end) => judgeOutputs(records.flat(), outputs) ?? unfinished(end),
});
