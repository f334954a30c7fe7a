import { type Log, LogError, type LogRecord, type OffsetRange, partitionOf } from "../log/index.js";
import { nodeFiles } from "../worker/index.js";
import { decodeRow } from "./decode-row.js";
import { type LastRecord, type StoredRow, StoreInUseError, TableStore } from "./table-store.js";
import type { Looked, TableViewOptions, TableViewStatus } from "./table-view-options.js";

/** A view is degraded after this time without a complete look at the log, in milliseconds. */
const AWAY_AFTER_MS = 10_000;
/** After this many skipped records in a row, the view reports that it can read nothing. */
const IN_A_ROW = 100;

/**
 * A compacted topic as a table: the last value of each key, rebuilt from the start of the log and kept up to date. It
 * answers only once it has reached the end that the topic had when it was opened.
 *
 * Values are JSON. An unreadable value is skipped and counted, and the key keeps its old value. A key that moves to
 * another partition, because partitions were added, has the value that was read last.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { simulatedKafka, tableView } from "tidemark";
 *
 * const log = simulatedKafka({ seed: 1 });
 * await log.createTopics([{ name: "contas", partitions: 1, config: { "cleanup.policy": "compact" } }]);
 * const bytes = (text: string) => new TextEncoder().encode(text);
 * const producer = await log.producer();
 * await producer.send([100, 150].map((saldo) => ({ topic: "contas", key: bytes("1"), value: bytes(`${saldo}`), timestamp: 5 })));
 *
 * const view = await tableView(log, "contas", { follow: false });
 * assert.deepEqual(view.get("1"), { kind: "not-ready" });
 * assert.equal(await view.catchUp(), 2);
 * assert.deepEqual(view.get("1"), { kind: "found", value: 150, timestamp: 5 });
 * await view.close();
 * ```
 */
export class TableView {
  readonly #log: Log;
  readonly #options: TableViewOptions;
  #rows = new Map<string, StoredRow>();
  readonly #positions = new Map<number, number>();
  readonly #last = new Map<number, LastRecord>();
  readonly #stopping = new AbortController();
  readonly #store: TableStore | null;
  /** The ends at the opening; the view is ready when they are reached. `null`: the topic has not been seen. */
  #firstEnds: ReadonlyMap<number, number> | null = null;
  /** The ends at the last look. */
  #ends: ReadonlyMap<number, number> = new Map();
  #following: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;
  #skipped = 0;
  #skippedInARow = 0;
  #read = 0;
  #restored = 0;
  /** The last time when it held everything written, and the time of the copy; milliseconds since the epoch. */
  #completeAt: number | null = null;
  #savedAt = Number.NEGATIVE_INFINITY;
  #complaint: string | null = null;

  constructor(
    log: Log,
    readonly topic: string,
    options: TableViewOptions = {},
  ) {
    this.#log = log;
    this.#options = options;
    const { store } = options;
    this.#store = store === undefined ? null : new TableStore(log, topic, store.files ?? nodeFiles, store.folder);
  }

  /**
   * Loads the copy on this machine, where there is one, and begins to follow the topic.
   *
   * @throws LogError "unknown-topic"; StoreInUseError when another service uses the copy
   */
  async open(): Promise<void> {
    await this.#lockStore();
    try {
      await this.#begin();
    } catch (error) {
      await this.#store?.unlock();
      throw error;
    }
  }

  async #begin(): Promise<void> {
    const ranges = await this.#log.offsets(this.topic, "read_committed");
    await this.#restore(ranges);
    for (const { partition, start } of ranges)
      if (!this.#positions.has(partition)) this.#positions.set(partition, start);
    this.#ends = new Map(ranges.map(({ partition, end }) => [partition, end]));
    this.#firstEnds = this.#ends;
    if (this.#options.follow !== false) this.#following = this.#follow();
  }

  /** True once the end that the topic had at the opening is reached; gaps at the end do not prevent it. */
  get ready(): boolean {
    if (this.#firstEnds === null) return false;
    return [...this.#firstEnds].every(([partition, end]) => this.position(partition) >= end);
  }

  /**
   * Sentences about problems of a view that still answers: the log is away, or no written value can be read as a row.
   */
  get degraded(): readonly string[] {
    const silentMs = this.#completeAt === null ? 0 : this.#log.clock.now() - this.#completeAt;
    return [
      ...(this.#options.follow !== false && silentMs > AWAY_AFTER_MS
        ? [`${this.#log.name} has not answered for ${Math.round(silentMs / 1000)} s: what is answered may be old`]
        : []),
      ...(this.#skippedInARow >= IN_A_ROW ? [this.#allSkipped()] : []),
    ];
  }

  #allSkipped(): string {
    return `the last ${this.#skippedInARow} records could not be read as rows and were skipped: does the schema fit?`;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Records that are no readable row. */
  get skipped(): number {
    return this.#skipped;
  }

  get status(): TableViewStatus {
    const partitions = [...this.#ends].map(([partition, end]) => {
      const position = this.position(partition);
      return { partition, position, end, lag: Math.max(0, end - position) };
    });
    return {
      topic: this.topic,
      ready: this.ready,
      degraded: this.degraded,
      rows: this.size,
      skipped: this.#skipped,
      read: this.#read,
      restored: this.#restored,
      partitions,
    };
  }

  /** The next offset to read of a partition: every record below it is in the table. */
  position(partition: number): number {
    return this.#positions.get(partition) ?? 0;
  }

  /** The partition in which Kafka's default partitioner keeps a key. */
  partitionOf(key: string): number {
    return partitionOf(new TextEncoder().encode(key), Math.max(1, this.#ends.size));
  }

  /** The whole table by key, in the order in which the keys came; `null` until it is ready. */
  values(): ReadonlyMap<string, unknown> | null {
    if (!this.ready) return null;
    return new Map([...this.#rows].map(([key, { value }]) => [key, value]));
  }

  get(key: string): Looked {
    if (!this.ready) return { kind: "not-ready" };
    const row = this.#rows.get(key);
    return row === undefined ? { kind: "missing" } : { kind: "found", value: row.value, timestamp: row.timestamp };
  }

  /**
   * Waits until the record at this offset is in the table, so that a writer reads its own write.
   *
   * @returns true when it was there within `withinMs`
   */
  async reached(partition: number, offset: number, withinMs: number): Promise<boolean> {
    const deadline = this.#log.clock.now() + withinMs;
    while (this.position(partition) <= offset) {
      if (this.#stopping.signal.aborted || this.#log.clock.now() >= deadline) return false;
      await this.#moment();
    }
    return true;
  }

  /** A short wait. All waiting callers share it, so the signal has only one listener. */
  #moment(): Promise<void> {
    this.#waiting ??= this.#log.clock.sleep(5, this.#stopping.signal).finally(() => {
      this.#waiting = null;
    });
    return this.#waiting;
  }

  /**
   * Reads everything that the topic holds now, and returns. A view that follows does this without a call.
   *
   * @returns the number of records that it read
   */
  async catchUp(): Promise<number> {
    const before = this.#read;
    const lookedAt = this.#log.clock.now();
    const ranges = await this.#log.offsets(this.topic, "read_committed");
    this.#ends = new Map(ranges.map(({ partition, end }) => [partition, end]));
    this.#firstEnds ??= this.#ends;
    for (const range of ranges) {
      if (this.#stopping.signal.aborted) return this.#read - before;
      await this.#readUpTo(range);
    }
    this.#completeAt = lookedAt;
    return this.#read - before;
  }

  /** Stops following, and saves the copy. */
  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#following;
    await this.#save();
    await this.#store?.unlock();
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stopping;
    const { everyMs = 50, store } = this.#options;
    while (!signal.aborted) {
      try {
        await this.catchUp();
        this.#complaint = null;
        if (this.#log.clock.now() - this.#savedAt >= (store?.everyMs ?? 10_000)) await this.#save();
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof LogError && error.code === "unknown-topic") this.#forgetAll();
        this.#complain(`${(error as Error).message}; trying again`);
      }
      await this.#log.clock.sleep(everyMs, signal);
    }
  }

  /** A disk that refuses the lock refuses the copy too: the table works without one. */
  async #lockStore(): Promise<void> {
    try {
      await this.#store?.lock();
    } catch (error) {
      if (error instanceof StoreInUseError) throw error;
      this.#complain(`no local copy is kept: ${(error as Error).message}`);
    }
  }

  async #restore(ranges: readonly OffsetRange[]): Promise<void> {
    if (this.#store === null) return;
    const { table, why } = await this.#store.load(ranges);
    if (table === null) {
      if (why !== null)
        this.#options.report?.(`${this.topic}: the local copy is not used (${why}); reading the topic from its start`);
      return;
    }
    this.#rows = new Map(table.rows);
    this.#restored = this.#rows.size;
    for (const [partition, position] of table.positions) this.#positions.set(partition, position);
    for (const [partition, record] of table.last) this.#last.set(partition, record);
    this.#savedAt = table.savedAt;
  }

  async #save(): Promise<void> {
    if (this.#store === null || this.#completeAt === null) return;
    const table = { rows: this.#rows, positions: this.#positions, last: this.#last, savedAt: this.#completeAt };
    try {
      await this.#store.save(table);
    } catch (error) {
      this.#complain((error as Error).message);
    }
    this.#savedAt = this.#log.clock.now();
  }

  async #readUpTo({ partition, start, end }: OffsetRange): Promise<void> {
    // The log begins after, or ends before, the offsets read so far: records are missing, or it is another log. It
    // starts again.
    if (this.position(partition) < start || this.position(partition) > end) this.#forget(partition, start);
    const offset = this.position(partition);
    if (offset >= end) return;
    for await (const records of this.#log.read({ topic: this.topic, partition, offset }, end, {
      isolation: "read_committed",
    })) {
      for (const record of records) this.#apply(record);
      if (this.#stopping.signal.aborted) return;
    }
    this.#positions.set(partition, end);
  }

  /** The topic was deleted: a topic that appears under its name is a new one. */
  #forgetAll(): void {
    for (const partition of this.#positions.keys()) this.#forget(partition, 0);
    this.#firstEnds = null;
  }

  #forget(partition: number, start: number): void {
    for (const [key, row] of this.#rows) if (row.partition === partition) this.#rows.delete(key);
    this.#positions.set(partition, start);
    this.#last.delete(partition);
  }

  #apply(record: LogRecord): void {
    const { partition, offset, timestamp } = record;
    const key = record.key === null ? null : new TextDecoder().decode(record.key);
    this.#read++;
    this.#positions.set(partition, offset + 1);
    this.#last.set(partition, { offset, timestamp, key });
    if (key !== null && record.value === null) {
      this.#rows.delete(key);
      return;
    }
    const row = decodeRow(key, record.value, this.#options);
    if (row === null) {
      this.#skipped++;
      this.#skippedInARow++;
      if (this.#skippedInARow === IN_A_ROW) this.#options.report?.(`${this.topic}: ${this.#allSkipped()}`);
      return;
    }
    this.#skippedInARow = 0;
    this.#rows.set(row.key, { value: row.value, timestamp, partition });
  }

  /** Reports a thing once, even if it happens many times in a row. */
  #complain(message: string): void {
    if (message === this.#complaint) return;
    this.#complaint = message;
    this.#options.report?.(`${this.topic}: ${message}`);
  }
}

/** Opens a view of a compacted topic. */
export async function tableView(log: Log, topic: string, options: TableViewOptions = {}): Promise<TableView> {
  const view = new TableView(log, topic, options);
  await view.open();
  return view;
}
