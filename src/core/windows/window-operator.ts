import { Accumulators } from "../aggregates/accumulators.js";
import type { Context, Emit, Entry, Key, Lane, Operator, Row, Window } from "../operator.js";
import type { Aggregates, EmitSpec } from "../plan.js";
import { EarlyTrigger } from "./early-trigger.js";
import { WindowRow } from "./window-row.js";

/** What all windowed aggregations are told. */
export interface WindowPolicy {
  /** How long after its close a window still takes events, each of which makes a revision; in milliseconds. */
  readonly latenessMs: number;
  readonly emit: EmitSpec;
  readonly aggregates: Aggregates;
}

/** The windows that are held, of all keys. */
export interface HeldWindows {
  /** Windows × keys; of sliding windows the events that they are made of, too. */
  readonly size: number;
  /** Whether any is not closed yet. */
  readonly anyOpen: boolean;
  entries(): Iterable<Entry>;
  entry(name: string): unknown;
}

/** What all windowed aggregations do alike: refuse what cannot be aggregated, make rows, and send them. */
export abstract class WindowOperator implements Operator {
  readonly inputs: readonly Emit[] = [(key, row, ts, lane) => this.#process(key, row, ts, lane)];
  open = 0;
  protected abstract readonly held: HeldWindows;
  protected readonly accumulators: Accumulators;
  protected readonly early: EarlyTrigger | null;
  /** Whether results wait for the window to close: final, and early's last one. */
  protected readonly waits: boolean;
  readonly #rows: WindowRow;

  constructor(
    protected readonly policy: WindowPolicy,
    keyField: string | null,
    protected readonly context: Context,
  ) {
    this.accumulators = new Accumulators(policy.aggregates);
    this.#rows = new WindowRow(keyField, this.accumulators.names);
    this.early = policy.emit.kind === "early" ? new EarlyTrigger(policy.emit.everyMs, context) : null;
    this.waits = policy.emit.kind === "final" || policy.emit.kind === "early";
  }

  #process(key: Key | null, row: Row | null, ts: number, lane: Lane): void {
    const { context } = this;
    context.fates.in++;
    if (key === null || row === null) {
      context.dead("missing-key", "a window needs a row with a key", key, row, ts);
      return;
    }
    const wrong = this.accumulators.fields.read(row);
    if (wrong === null) this.accept(key, row, ts, lane);
    else context.dead("bad-value", wrong, key, row, ts);
  }

  /** Judges an event by its lane's watermark, and takes it in. `accumulators.fields` has read its row. */
  protected abstract accept(key: Key, row: Row, ts: number, lane: Lane): void;

  /** The watermark at which something closes or is dropped next; ∞ for none. */
  protected abstract readonly due: number;

  nextTimer(): number {
    return Math.min(this.due, this.early?.next ?? Number.POSITIVE_INFINITY);
  }

  /** Sends the result that a slot holds now. */
  protected send(key: Key, window: Window, slot: number, ts: number, revision: number): void {
    const row = this.#rows.make(key, window, this.accumulators, slot);
    this.context.emit(key, row, ts, this.context.lane, window, revision);
  }

  abstract advance(): void;
  abstract load(name: string, value: unknown): void;

  /** Windows that are dropped and not closed have no result to come. */
  get holdsResults(): boolean {
    return this.held.anyOpen;
  }
  get stateSize(): number {
    return this.held.size;
  }
  entries(): Iterable<Entry> {
    return this.held.entries();
  }
  entry(name: string): unknown {
    return this.held.entry(name);
  }
  settle(): void {}
}
