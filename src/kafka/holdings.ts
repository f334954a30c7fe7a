import type { LogRecord, Polled, TopicPartition } from "../log/port.js";
import { bare, inOrder, type Lane, nameOf, newLane } from "./lane.js";

/**
 * The partitions of a group member: held ones with their prefetched records, lost ones that poll must still report, and
 * the part of both that the caller knows. The caller acts on the part that it knows.
 */
export class Holdings {
  readonly #maxRecords: number;
  readonly #lanes = new Map<string, Lane>();
  #lost: Lane[] = [];

  /** @param maxRecords the most records of one partition that are returned at once */
  constructor(maxRecords: number) {
    this.#maxRecords = maxRecords;
  }

  /** Partitions reported to the caller. */
  get assignment(): readonly TopicPartition[] {
    const reported = [...this.#lost, ...this.#lanes.values()].filter((lane) => lane.reported);
    return reported.map(bare).sort(inOrder);
  }

  /** A partition as the caller knows it, lost or not; `undefined` when it was not reported. */
  reported(partition: TopicPartition): Lane | undefined {
    const name = nameOf(partition);
    const lane = this.#lost.find((lost) => lost.reported && nameOf(lost) === name) ?? this.#lanes.get(name);
    return lane?.reported === true ? lane : undefined;
  }

  /** A partition that is held now, even if the caller does not know of it. */
  held(partition: TopicPartition): Lane | undefined {
    return this.#lanes.get(nameOf(partition));
  }

  /**
   * Partitions that need records: reported, not paused, with room, after their pause for a failure, and without a fetch
   * on its way.
   */
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

  /** Loses all partitions that are not among these. */
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

  /** Changes since the last report: a partition lost and gained again is in both lists. `null`: no change. */
  takeChange(): Pick<Polled, "revoked" | "assigned"> | null {
    const revoked = this.#lost.filter((lane) => lane.reported).map(bare);
    const gained = [...this.#lanes.values()].filter((lane) => !lane.reported);
    this.#lost = [];
    for (const lane of gained) lane.reported = true;
    if (revoked.length === 0 && gained.length === 0) return null;
    return { revoked: revoked.sort(inOrder), assigned: gained.map(bare).sort(inOrder) };
  }

  /** Returns fetched records, partition by partition. */
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
