import type { Position } from "../log/port.js";

/** A group's committed offsets, by topic and partition; offsets of open transactions wait apart. */
export class GroupOffsets {
  readonly #now: () => number;
  readonly #retentionMs: number;
  readonly #committed = new Map<string, Map<number, number>>();
  readonly #pending = new Map<number, Position[]>();
  /** Time since which the group has no members; its offsets are kept for `retentionMs` after that. */
  #unusedSince: number | null = null;

  constructor(now: () => number, retentionMs: number) {
    this.#now = now;
    this.#retentionMs = retentionMs;
  }

  get(topic: string, partition: number): number | null {
    this.#forget();
    return this.#committed.get(topic)?.get(partition) ?? null;
  }

  set(positions: readonly Position[]): void {
    this.#forget();
    for (const { topic, partition, offset } of positions) {
      let offsets = this.#committed.get(topic);
      if (offsets === undefined) {
        offsets = new Map();
        this.#committed.set(topic, offsets);
      }
      offsets.set(partition, offset);
    }
    if (this.#unusedSince !== null) this.#unusedSince = this.#now();
  }

  /** Offsets that a producer's transaction will commit. */
  addPending(producerId: number, positions: readonly Position[]): void {
    this.#pending.set(producerId, [...(this.#pending.get(producerId) ?? []), ...positions]);
  }

  endTransaction(producerId: number, commit: boolean): void {
    const positions = this.#pending.get(producerId) ?? [];
    this.#pending.delete(producerId);
    if (commit) this.set(positions);
  }

  deleteTopic(topic: string): void {
    this.#committed.delete(topic);
  }

  /** Tells the store whether the group has members. */
  keep(used: boolean): void {
    this.#forget();
    this.#unusedSince = used ? null : this.#now();
  }

  #forget(): void {
    if (this.#unusedSince !== null && this.#now() - this.#unusedSince > this.#retentionMs) this.#committed.clear();
  }
}
