import type { Bytes, Log, LogRecord } from "../log/index.js";

/** What a view says of a key. */
export type Looked =
  /** Not caught up yet: an answer would be stale. */
  | { readonly kind: "not-ready" }
  | { readonly kind: "missing" }
  | { readonly kind: "found"; readonly value: unknown; readonly timestamp: number };

export interface TableViewOptions {
  /** Milliseconds between two looks at the log; 50 when left out. */
  readonly everyMs?: number;
  /** Told when something is away and tried again. */
  report?(message: string): void;
}

/**
 * A compacted topic as a table: the last value of each key, rebuilt from the start of the log and kept up to date. It
 * answers only once it has reached the end that the topic had when it was opened.
 *
 * Values are JSON; a value that is none is skipped and counted, and the key keeps what it had.
 */
export class TableView {
  readonly #table = new Map<string, { readonly value: unknown; readonly timestamp: number }>();
  readonly #positions = new Map<number, number>();
  readonly #stopping = new AbortController();
  #ends: ReadonlyMap<number, number> | null = null;
  #following: Promise<void> = Promise.resolve();
  #skipped = 0;

  constructor(
    private readonly log: Log,
    readonly topic: string,
    private readonly options: TableViewOptions = {},
  ) {}

  /** Begins to follow the topic. Throws LogError "unknown-topic". */
  async open(): Promise<void> {
    const ranges = await this.log.offsets(this.topic, "read_committed");
    for (const { partition, start } of ranges) this.#positions.set(partition, start);
    this.#ends = new Map(ranges.map(({ partition, end }) => [partition, end]));
    this.#following = this.#follow();
  }

  /** Whether the end that the topic had at the opening is reached; gaps at the end are no obstacle. */
  get ready(): boolean {
    if (this.#ends === null) return false;
    return [...this.#ends].every(([partition, end]) => this.#positions.get(partition)! >= end);
  }

  get size(): number {
    return this.#table.size;
  }

  /** Values that could not be read. */
  get skipped(): number {
    return this.#skipped;
  }

  /** The next offset to read of a partition: what was written below it is in the table. */
  position(partition: number): number {
    return this.#positions.get(partition) ?? 0;
  }

  get(key: string): Looked {
    if (!this.ready) return { kind: "not-ready" };
    const row = this.#table.get(key);
    return row === undefined ? { kind: "missing" } : { kind: "found", ...row };
  }

  /**
   * Waits until what was written at this offset can be seen: read your own write.
   *
   * @returns whether it was, within `withinMs`
   */
  async reached(partition: number, offset: number, withinMs: number): Promise<boolean> {
    const deadline = this.log.clock.now() + withinMs;
    while (this.position(partition) <= offset) {
      if (this.#stopping.signal.aborted || this.log.clock.now() >= deadline) return false;
      await this.log.clock.sleep(5, this.#stopping.signal);
    }
    return true;
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#following;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        for (const range of await this.log.offsets(this.topic, "read_committed")) await this.#readUpTo(range);
      } catch (error) {
        if (signal.aborted) return;
        this.options.report?.(`${this.topic}: ${(error as Error).message}; trying again`);
      }
      await this.log.clock.sleep(this.options.everyMs ?? 50, signal);
    }
  }

  async #readUpTo({ partition, end }: { readonly partition: number; readonly end: number }): Promise<void> {
    const offset = this.position(partition);
    if (offset >= end) return;
    for await (const records of this.log.read({ topic: this.topic, partition, offset }, end, {
      isolation: "read_committed",
    })) {
      for (const record of records) this.#apply(record);
      if (this.#stopping.signal.aborted) return;
    }
    this.#positions.set(partition, end);
  }

  #apply({ key, value, partition, offset, timestamp }: LogRecord): void {
    this.#positions.set(partition, offset + 1);
    if (key === null) return;
    const name = text(key);
    if (value === null) {
      this.#table.delete(name);
      return;
    }
    try {
      this.#table.set(name, { value: JSON.parse(text(value)), timestamp });
    } catch {
      this.#skipped++;
    }
  }
}

const text = (bytes: Bytes): string => new TextDecoder().decode(bytes);

/** Opens a view of a compacted topic. */
export async function tableView(log: Log, topic: string, options: TableViewOptions = {}): Promise<TableView> {
  const view = new TableView(log, topic, options);
  await view.open();
  return view;
}
