import { Accumulators, type AggregateFields } from "../aggregates/accumulators.js";
import { compareKeys } from "../canonical.js";
import type { Key, Window } from "../operator.js";
import type { Aggregates } from "../plan.js";

/** The state of one half-open window: a slot of the aggregates for each key. */
export class Pane {
  /** Whether its first results have been fired. */
  closed = false;
  /** Events that wait for this window to close, as the first of theirs. */
  waiting = 0;
  /** Keys whose value has changed since it was last emitted; kept for early results only. */
  readonly changed = new Set<Key>();
  readonly window: Window;
  readonly accumulators: Accumulators;
  private readonly slots = new Map<Key, number>();
  /** By slot: the last revision emitted, −1 for none. */
  private readonly revisions: number[] = [];

  constructor(
    readonly start: number,
    readonly end: number,
    aggregates: Aggregates,
    fields: AggregateFields,
  ) {
    this.window = { start, end };
    this.accumulators = new Accumulators(aggregates, fields);
  }

  get size(): number {
    return this.slots.size;
  }

  /** The slot of a key, a new one where it has none. */
  slot(key: Key): number {
    return this.slots.get(key) ?? this.addSlot(key);
  }

  private addSlot(key: Key): number {
    const slot = this.accumulators.allocate();
    this.slots.set(key, slot);
    this.revisions[slot] = -1;
    return slot;
  }

  find(key: Key): number | undefined {
    return this.slots.get(key);
  }

  /** In the order in which results leave. */
  keysInOrder(): Key[] {
    return [...this.slots.keys()].sort(compareKeys);
  }

  keys(): Iterable<Key> {
    return this.slots.keys();
  }

  revision(slot: number): number {
    return this.revisions[slot]!;
  }

  nextRevision(slot: number): number {
    return ++this.revisions[slot]!;
  }

  save(key: Key): unknown {
    const slot = this.slots.get(key);
    if (slot === undefined) return undefined;
    return { revision: this.revisions[slot], changed: this.changed.has(key), state: this.accumulators.save(slot) };
  }

  load(key: Key, saved: unknown): void {
    const { revision, changed, state } = saved as { revision: number; changed: boolean; state: unknown[] };
    const slot = this.slot(key);
    this.revisions[slot] = revision;
    if (changed) this.changed.add(key);
    this.accumulators.load(slot, state);
  }
}
