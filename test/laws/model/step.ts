import type { Timed } from "./aggregates.js";
import type { Emitted, Key, LateEvent } from "./outcome.js";

/** A row at an input of a step; `row` is `null` for a deletion. */
export interface Item {
  readonly key: Key | null;
  readonly row: Timed["row"] | null;
  readonly ts: number;
  /** The watermark of its own lane before it. */
  readonly watermark: number;
}

/** One step of a plan, run by hand: it takes rows, and is told at the end of each step of the engine how far its inputs are. */
export interface Step {
  take(item: Item, input: number): void;
  /** Emits what waited until all changes of this step of the engine were known. */
  settle(): void;
  /** @param watermarks of each input; 0 or more of them have advanced */
  advance(watermarks: readonly number[]): void;
  /** What has come out so far, and where the rest has ended. */
  readonly results: Emitted[];
  readonly late: LateEvent[];
  readonly dead: Item[];
  readonly unmatched: number;
  readonly duplicates: number;
  /** Whether a watermark may still bring results out of it. */
  readonly holdsResults: boolean;
  /** The watermark of the lane of a result that was put off; `undefined` where its row's is meant. */
  watermarkOf(result: Emitted): number | undefined;
}

/** What most steps have and do not use. */
export abstract class ModelStep implements Step {
  readonly results: Emitted[] = [];
  readonly late: LateEvent[] = [];
  readonly dead: Item[] = [];
  unmatched = 0;
  duplicates = 0;

  abstract take(item: Item, input: number): void;
  settle(): void {}
  advance(_watermarks: readonly number[]): void {}
  watermarkOf(_result: Emitted): number | undefined {
    return undefined;
  }
  get holdsResults(): boolean {
    return false;
  }

  protected emit(key: Key | null, row: Timed["row"] | null, ts: number, revision = 0): void {
    this.results.push({ key, row, ts, window: null, revision });
  }
}
