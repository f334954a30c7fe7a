import type { LogRecord } from "../log/index.js";
import type { DeathCertificate } from "./dead-letter.js";
import type { SinkBatching } from "./drain-options.js";
import type { SinkBatch, SinkRow, SinkWriter } from "./sink.js";

/** A record that the sink cannot hold, and the reason. */
export interface Refused {
  readonly record: LogRecord;
  readonly certificate: DeathCertificate;
}

/** A partition on its way into a sink: its writer, and the records that are read but not written. */
export class SinkLane {
  readonly #rows: SinkRow[] = [];
  readonly #refused: Refused[] = [];
  readonly #most: number;
  readonly #everyMs: number;
  #firstAt = Number.POSITIVE_INFINITY;
  #written: number;
  #next: number;

  /** @param position the offset at which reading begins */
  constructor(
    readonly writer: SinkWriter,
    position: number,
    { rows = 1_000, everyMs = 500 }: SinkBatching,
  ) {
    this.#most = rows;
    this.#everyMs = everyMs;
    this.#written = position;
    this.#next = position;
  }

  /** Every record below this offset is read. */
  get next(): number {
    return this.#next;
  }

  add(row: SinkRow, now: number): void {
    this.#rows.push(row);
    this.#firstAt = Math.min(this.#firstAt, now);
  }

  refuse(record: LogRecord, certificate: DeathCertificate, now: number): void {
    this.#refused.push({ record, certificate });
    this.#firstAt = Math.min(this.#firstAt, now);
  }

  /** Reading has reached this offset, past gaps and marks too. */
  reach(offset: number): void {
    this.#next = offset;
  }

  /** Milliseconds since the epoch; +∞ while nothing waits. */
  get dueAt(): number {
    return this.#firstAt + this.#everyMs;
  }

  isDue(now: number): boolean {
    return this.#rows.length >= this.#most || now >= this.dueAt;
  }

  /** True while the sink does not know yet how far reading is. */
  get hasNews(): boolean {
    return this.#next > this.#written;
  }

  /** The next batch, and the records refused before it. It stays here until `wrote`. */
  nextBatch(): { readonly batch: SinkBatch; readonly dead: readonly Refused[] } {
    const rows = this.#rows.slice(0, this.#most);
    const isLast = rows.length === this.#rows.length;
    const next = isLast ? this.#next : rows.at(-1)!.offset + 1;
    return { batch: { rows, next }, dead: this.#refused.filter(({ record }) => record.offset < next) };
  }

  wrote({ rows, next }: SinkBatch): void {
    this.#rows.splice(0, rows.length);
    this.#refused.splice(0, this.#refused.filter(({ record }) => record.offset < next).length);
    this.#written = next;
    if (this.#rows.length === 0 && this.#refused.length === 0) this.#firstAt = Number.POSITIVE_INFINITY;
  }
}
