import type { Accumulators } from "../aggregates/accumulators.js";
import { sortKeys } from "../canonical.js";
import type { Entry, Key } from "../operator.js";
import { Timers } from "../timers.js";
import { Pane } from "./pane.js";
import type { HeldWindows } from "./window-operator.js";

/** The half-open windows that are held, with a slot for each of their keys, and when each is to close and to be dropped. */
export class PaneTable implements HeldWindows {
  readonly #sizeMs: number;
  readonly #latenessMs: number;
  readonly #accumulators: Accumulators;
  /** Windows × keys. */
  size = 0;
  /** By slot: the last revision told, −1 for none. */
  readonly revisions: number[] = [];
  readonly #panes = new Map<number, Pane>();
  /** Those with keys that have changed since they were last told; kept for early results. */
  readonly #changed = new Set<Pane>();
  readonly #closing = new Timers();
  readonly #dropping = new Timers();

  constructor(sizeMs: number, latenessMs: number, accumulators: Accumulators) {
    this.#sizeMs = sizeMs;
    this.#latenessMs = latenessMs;
    this.#accumulators = accumulators;
  }

  get(start: number): Pane | undefined {
    return this.#panes.get(start);
  }

  /** Begins to hold a window; one that should have closed by now is closed from the beginning. */
  add(start: number, watermark: number): Pane {
    const pane = new Pane(start, start + this.#sizeMs);
    this.#panes.set(start, pane);
    pane.closed = pane.end <= watermark;
    if (!pane.closed) this.#closing.add(pane.end);
    this.#dropping.add(pane.end);
    return pane;
  }

  /** Where a key's aggregates stand in a window. */
  slot(pane: Pane, key: Key): number {
    const known = pane.slots.get(key);
    if (known !== undefined) return known;
    const slot = this.#accumulators.allocate();
    pane.slots.set(key, slot);
    this.revisions[slot] = -1;
    this.size++;
    return slot;
  }

  /** Marks a key of an open window as changed. */
  noteChange(pane: Pane, key: Key): void {
    if (pane.closed) return;
    pane.changed.add(key);
    this.#changed.add(pane);
  }

  /** What has changed since the last call in windows that are open, by start and key. */
  takeChanged(): { readonly pane: Pane; readonly keys: readonly Key[] }[] {
    const panes = [...this.#changed].sort((a, b) => a.start - b.start);
    this.#changed.clear();
    return panes.map((pane) => {
      const keys = sortKeys([...pane.changed]);
      pane.changed.clear();
      return { pane, keys };
    });
  }

  close(pane: Pane): void {
    pane.closed = true;
    pane.changed.clear();
    this.#changed.delete(pane);
  }

  get anyOpen(): boolean {
    return this.#closing.size > 0;
  }

  /** The watermark at which the next window is to close or to be dropped; ∞ for none. */
  get due(): number {
    return Math.min(this.#closing.next, this.#dropping.next + this.#latenessMs);
  }

  /** The next window whose end has come, `undefined` when there is none. */
  takeClosing(watermark: number): Pane | undefined {
    return this.#take(this.#closing, watermark);
  }

  /** Lets go of the next window that is late for every further event, and answers with it. */
  takeDropping(watermark: number): Pane | undefined {
    const pane = this.#take(this.#dropping, watermark - this.#latenessMs);
    if (pane === undefined) return undefined;
    this.#panes.delete(pane.start);
    this.size -= pane.slots.size;
    for (const slot of pane.slots.values()) this.#accumulators.release(slot);
    return pane;
  }

  #take(timers: Timers, watermark: number): Pane | undefined {
    // an empty heap answers ∞, which a watermark of +∞ reaches, too: so ask for its size first
    if (timers.size === 0 || timers.next > watermark) return undefined;
    return this.#panes.get(timers.take() - this.#sizeMs);
  }

  inOrder(): Pane[] {
    return [...this.#panes.values()].sort((a, b) => a.start - b.start);
  }

  /** One entry for each window, `[start]`, and one for each of its keys, `[start, key]`. */
  *entries(): Iterable<Entry> {
    for (const pane of this.#panes.values()) {
      yield [JSON.stringify([pane.start]), pane.waiting];
      for (const key of pane.slots.keys()) yield [JSON.stringify([pane.start, key]), this.#save(pane, key)];
    }
  }

  entry(name: string): unknown {
    const [start, key] = JSON.parse(name) as [number, Key | undefined];
    const pane = this.#panes.get(start);
    if (pane === undefined || key === undefined) return pane?.waiting;
    return this.#save(pane, key);
  }

  #save(pane: Pane, key: Key): unknown {
    const slot = pane.slots.get(key);
    if (slot === undefined) return undefined;
    return [this.revisions[slot]!, pane.changed.has(key), this.#accumulators.save(slot)];
  }

  /** Takes the value of a key's entry back. @returns whether it holds something that was not told yet */
  loadSlot(pane: Pane, key: Key, saved: unknown): boolean {
    const [revision, changed, state] = saved as [number, boolean, readonly unknown[]];
    const slot = this.slot(pane, key);
    this.revisions[slot] = revision;
    this.#accumulators.load(slot, state);
    return changed;
  }
}
