import type { Consumer, Log } from "../log/index.js";

/** Work of one member of a group. */
export interface MemberShare {
  readonly group: string;
  readonly member: number;
  readonly partitions: readonly number[];
  readonly records: number;
}

/**
 * Reads a topic from its beginning to its end as a group of several consumers. All of them join before anybody reads,
 * so that the shares are final and no record is read by a member that has its partition only for a moment.
 *
 * @param total how many records the topic holds
 */
export async function readAsGroup(
  log: Log,
  options: { readonly topic: string; readonly group: string; readonly size: number; readonly total: number },
  signal: AbortSignal,
): Promise<readonly MemberShare[]> {
  const { topic, group, size, total } = options;
  const partitions = (await log.offsets(topic, "read_committed")).length;
  const open = () => log.consumer({ group, topics: [topic], isolation: "read_committed", reset: "earliest" });
  const members: Consumer[] = [];
  try {
    for (let i = 0; i < size; i++) members.push(await open());
    while (!signal.aborted && !shared(members, partitions)) {
      await Promise.all(members.map((member) => member.poll(200)));
      for (const member of members) member.pause(member.assignment);
    }
    const read = members.map(() => 0);
    for (const member of members) member.resume(member.assignment);
    while (!signal.aborted && read.reduce((sum, one) => sum + one, 0) < total) {
      const polls = await Promise.all(members.map((member) => member.poll(200)));
      for (const [i, { records }] of polls.entries()) read[i]! += records.length;
    }
    return members.map(({ assignment }, i) => ({
      group,
      member: i + 1,
      partitions: assignment.map(({ partition }) => partition),
      records: read[i]!,
    }));
  } finally {
    for (const member of members) await member.close();
  }
}

/** True when every partition has one owner, and the shares are as equal as they can be. */
function shared(members: readonly Consumer[], partitions: number): boolean {
  const sizes = members.map(({ assignment }) => assignment.length);
  const sum = sizes.reduce((all, size) => all + size, 0);
  return sum === partitions && Math.max(...sizes) - Math.min(...sizes) <= 1;
}
