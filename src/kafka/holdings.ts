import type { LogRecord, Polled, TopicPartition } from "../log/port.js";
import { bare, inOrder, type Lane, nameOf, newLane } from "./lane.js";

/**
 * What a member of a group holds: its partitions with what was fetched ahead of them, those lost that poll has yet to report,
 * and how much of all this its caller has been told. The caller goes by what it was told.
 */
export class Holdings {
  readonly #maxRecords: number;
  readonly #lanes = new Map<string, Lane>();
  #lost: Lane[] = [];

  /** @param maxRecords of one partition that are handed out at once */
  constructor(maxRecords: number) {
    this.#maxRecords = maxRecords;
  }

  /** What the caller was told that it has. */
  get assignment(): readonly TopicPartition[] {
    const reported = [...this.#lost, ...this.#lanes.values()].filter((lane) => lane.reported);
    return reported.map(bare).sort(inOrder);
  }

  /** A partition as the caller knows it, lost or not; `undefined` when it was told of none. */
  reported(partition: TopicPartition): Lane | undefined {
    const name = nameOf(partition);
    const lane = this.#lost.find((lost) => lost.reported && nameOf(lost) === name) ?? this.#lanes.get(name);
    return lane?.reported === true ? lane : undefined;
  }

  /** A partition that is held now, whether the caller knows of it or not. */
  held(partition: TopicPartition): Lane | undefined {
    return this.#lanes.get(nameOf(partition));
  }

  /** Partitions that want records: told of, not paused, with room, rested, and nothing under way for them. */
  hungryAt(nowMs: number): Lane[] {
    return [...this.#lanes.values()].filter(
      (lane) =>
        lane.reported &&
        !lane.paused &&
        !lane.fetching &&
        lane.restsUntil <= nowMs &&
        lane.records.length < this.#maxRecords,
    );
  }

  gain(partition: TopicPartition, position: number): void {
    this.#lanes.set(nameOf(partition), newLane(partition, position));
  }

  /** Loses all that is not among these. */
  keepOnly(partitions: readonly TopicPartition[]): void {
    const kept = new Set(partitions.map(nameOf));
    for (const [name, lane] of this.#lanes) {
      if (kept.has(name)) continue;
      lane.held = false;
      lane.records = [];
      this.#lanes.delete(name);
      this.#lost.push(lane);
    }
  }

  /** What has changed since the last time: a partition lost and gained again is in both lists. `null`: nothing. */
  takeChange(): Pick<Polled, "revoked" | "assigned"> | null {
    const revoked = this.#lost.filter((lane) => lane.reported).map(bare);
    const gained = [...this.#lanes.values()].filter((lane) => !lane.reported);
    this.#lost = [];
    for (const lane of gained) lane.reported = true;
    if (revoked.length === 0 && gained.length === 0) return null;
    return { revoked: revoked.sort(inOrder), assigned: gained.map(bare).sort(inOrder) };
  }

  /** Hands out what was fetched, partition by partition. */
  takeRecords(): LogRecord[] {
    const taken: LogRecord[] = [];
    for (const lane of [...this.#lanes.values()].sort(inOrder)) {
      if (lane.paused || !lane.reported) continue;
      const some = lane.records.length > this.#maxRecords ? lane.records.slice(0, this.#maxRecords) : lane.records;
      lane.records = lane.records.slice(some.length);
      lane.position = lane.records[0]?.offset ?? lane.fetchAt;
      for (const record of some) taken.push(record);
    }
    return taken;
  }
}
