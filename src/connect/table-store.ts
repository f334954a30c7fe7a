import { fromJsonSafe, toJsonSafe } from "../core/index.js";
import type { Log, OffsetRange } from "../log/index.js";
import {
  type Checkpoint,
  CheckpointError,
  type FileLock,
  type Files,
  loadCheckpoint,
  saveCheckpoint,
} from "../worker/index.js";

/** A row of a table, and its origin. */
export interface StoredRow {
  readonly value: unknown;
  /** The timestamp of its record, milliseconds since the epoch. */
  readonly timestamp: number;
  readonly partition: number;
}

/** The last record in a copy. It shows if the log is still the same one. */
export interface LastRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
}

/** A table as it was, and the offsets at which reading goes on. */
export interface StoredTable {
  readonly rows: ReadonlyMap<string, StoredRow>;
  /** The next offset to read, by partition. */
  readonly positions: ReadonlyMap<number, number>;
  readonly last: ReadonlyMap<number, LastRecord>;
  /** Everything written before this time is in it; milliseconds since the epoch. */
  readonly savedAt: number;
}

/** A usable copy, or the reason why it cannot be used; `why` is `null` where there is no copy at all. */
export type Loaded =
  | { readonly table: StoredTable; readonly why?: never }
  | { readonly table: null; readonly why: string | null };

/** A store that another service uses: two services would overwrite each other's copies. */
export class StoreInUseError extends Error {
  override readonly name = "StoreInUseError";
}

const A_DAY_MS = 86_400_000;
const LAST = "~last";

/**
 * A copy of a table on the reader's own disk, so that a restart reads only later records. The copy is never the truth.
 * It is not used if it is damaged, belongs to another log of this name, or is older than the log keeps tombstones: then
 * it may have missed the deletion of a key, and the key would come back.
 */
export class TableStore {
  readonly #log: Log;
  readonly #topic: string;
  readonly #files: Files;
  readonly #folder: string;
  #lock: Extract<FileLock, { readonly held: true }> | null = null;

  constructor(log: Log, topic: string, files: Files, folder: string) {
    this.#log = log;
    this.#topic = topic;
    this.#files = files;
    this.#folder = folder;
  }

  get path(): string {
    return `${this.#folder}/${this.#topic}.table.json`;
  }

  /**
   * Keeps other services away from the copy until `unlock`.
   *
   * @throws StoreInUseError when one of them is there already
   */
  async lock(): Promise<void> {
    const lock = await this.#files.lock?.(`${this.path}.lock`);
    if (lock?.held === false) {
      throw new StoreInUseError(
        `${this.path}: ${lock.by} uses this copy, and two services would write over each other's. Try: another --store folder or --group for this one, or stop the other`,
      );
    }
    this.#lock = lock ?? null;
  }

  async unlock(): Promise<void> {
    await this.#lock?.release();
    this.#lock = null;
  }

  /** @param ranges the offsets that the topic holds now */
  async load(ranges: readonly OffsetRange[]): Promise<Loaded> {
    let checkpoint: Checkpoint | null;
    try {
      checkpoint = await loadCheckpoint(this.#files, this.path, { plan: this.#plan });
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      return { table: null, why: error.why };
    }
    if (checkpoint === null) return { table: null, why: null };
    const table = tableOf(checkpoint);
    const why = await this.#whyNot(table, ranges);
    return why === null ? { table } : { table: null, why };
  }

  /** Replaces the copy. Throws CheckpointError when the disk refuses: the copy before still stands. */
  async save({ rows, positions, last, savedAt }: StoredTable): Promise<void> {
    await saveCheckpoint(this.#files, this.path, {
      plan: this.#plan,
      entries: [
        ...[...rows].map(([key, row]) => [String(row.partition), key, [toJsonSafe(row.value), row.timestamp]] as const),
        ...[...last].map(([partition, record]) => [LAST, String(partition), record] as const),
      ],
      offsets: Object.fromEntries(positions),
      changelogOffset: null,
      savedAt,
    });
  }

  get #plan(): string {
    return `table of ${this.#topic}`;
  }

  async #whyNot({ positions, last, savedAt }: StoredTable, ranges: readonly OffsetRange[]): Promise<string | null> {
    const config = (await this.#log.describeTopic(this.#topic))?.config;
    const tombstonesLastMs = Number(config?.["delete.retention.ms"] ?? A_DAY_MS);
    if (this.#log.clock.now() - savedAt >= tombstonesLastMs) return "it is older than the log keeps tombstones";
    for (const { partition, start, end } of ranges) {
      const position = positions.get(partition);
      if (position === undefined) continue;
      if (position < start) return "the log has lost records that it has not seen";
      const record = last.get(partition);
      if (position > end || (record !== undefined && !(await this.#holds(partition, record))))
        return "it is of another log";
    }
    return positions.size > ranges.length ? "it is of another log" : null;
  }

  /** True when the log still has this record, or has compacted it away: in both cases the copy may be used. */
  async #holds(partition: number, { offset, timestamp, key }: LastRecord): Promise<boolean> {
    const from = { topic: this.#topic, partition, offset };
    for await (const [found] of this.#log.read(from, offset + 1, { isolation: "read_committed" })) {
      if (found === undefined) continue;
      const foundKey = found.key === null ? null : new TextDecoder().decode(found.key);
      return found.timestamp === timestamp && foundKey === key;
    }
    return true;
  }
}

function tableOf({ entries, offsets, savedAt }: Checkpoint): StoredTable {
  const rows = new Map<string, StoredRow>();
  const last = new Map<number, LastRecord>();
  for (const [node, key, value] of entries) {
    if (node === LAST) last.set(Number(key), value as LastRecord);
    else {
      const [stored, timestamp] = value as [unknown, number];
      rows.set(key, { value: fromJsonSafe(stored), timestamp, partition: Number(node) });
    }
  }
  const positions = new Map(Object.entries(offsets).map(([partition, offset]) => [Number(partition), offset]));
  return { rows, positions, last, savedAt };
}
