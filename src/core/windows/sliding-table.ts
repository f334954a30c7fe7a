import type { Accumulators } from "../aggregates/accumulators.js";
import { compareKeys } from "../canonical.js";
import type { Entry, Key } from "../operator.js";
import { SlidingKey, type SlidingWindow } from "./sliding-key.js";
import type { HeldWindows } from "./window-operator.js";

/** A window with the key that it belongs to. */
export interface Keyed {
  readonly of: SlidingKey;
  readonly window: SlidingWindow;
}

/** The sliding windows of all keys. */
export class SlidingTable implements HeldWindows {
  readonly #differenceMs: number;
  readonly #accumulators: Accumulators;
  /** Windows and events; whoever changes a key's adds the difference. */
  size = 0;
  readonly #keys = new Map<Key, SlidingKey>();

  constructor(differenceMs: number, accumulators: Accumulators) {
    this.#differenceMs = differenceMs;
    this.#accumulators = accumulators;
  }

  /** The windows of a key, none yet where it is new. */
  of(key: Key): SlidingKey {
    let of = this.#keys.get(key);
    if (of === undefined) {
      of = new SlidingKey(key, this.#differenceMs, this.#accumulators);
      this.#keys.set(key, of);
    }
    return of;
  }

  remove({ key }: SlidingKey): void {
    this.#keys.delete(key);
  }

  get anyOpen(): boolean {
    return this.all().some(({ window }) => !window.closed);
  }

  all(): Keyed[] {
    return windowsOf([...this.#keys.values()]);
  }

  /** One entry for each key. */
  *entries(): Iterable<Entry> {
    for (const of of this.#keys.values()) yield [JSON.stringify(of.key), of.save()];
  }

  entry(name: string): unknown {
    return this.#keys.get(JSON.parse(name) as Key)?.save();
  }
}

export const windowsOf = (keys: readonly SlidingKey[]): Keyed[] =>
  keys.flatMap((of) => [...of.windows].map((window) => ({ of, window })));

/** The order in which windows fire. Those of one key and end are one. */
export const inOrder = (windows: Keyed[]): Keyed[] =>
  windows.sort((a, b) => a.window.end - b.window.end || compareKeys(a.of.key, b.of.key));
