import type { TopicPartition } from "../../log/index.js";
import { type SinkBatch, SinkError, type SinkRow, type SinkWriter, type TopicSink } from "../../worker/index.js";
import { type Column, type Columns, misfit, readColumns } from "./columns.js";
import { nodePartFiles, type PartFiles, unlessMissing } from "./part-files.js";

/** Settings of a sink that writes files in parts: its folder and columns. */
export interface PartSinkOptions {
  /** The folder of the parts. Made when missing. */
  readonly folder: string;
  readonly columns: Columns;
  /** The name of its saved progress; the folder when left out. */
  readonly name?: string;
  /** The machine's own disk when left out. */
  readonly files?: PartFiles;
}

/** A file format: encodes rows as a file, and reads from a file the offset of the next one. */
export interface PartFormat {
  /** The file extension with its dot. */
  readonly extension: string;
  encode(columns: readonly Column[], rows: readonly SinkRow[], next: number): Promise<Uint8Array>;
  /** The offset after the part, read from its bytes. Throws for bytes that are no such part. */
  nextOf(bytes: Uint8Array): Promise<number>;
}

/** Digits of an offset in a name, so that names sort as offsets do. */
const OFFSET_DIGITS = 15;
/** Readers (Spark, pandas, Arrow, DuckDB's *.parquet) skip names with a dot or an underscore in front. */
const CHECKPOINT = "_checkpoint";

/**
 * A folder of parts, one for each batch, exactly once. A part appears whole, in one step that only one of two writers
 * can take, and its bytes hold the offset after it. So the last part is also the place in the log; neither ever exists
 * without the other.
 *
 * A part is named by its first row's offset. The new owner of a partition begins behind its last part, at the same row at
 * which the old owner would go on. So both make a part of the same name, and the disk gives each name only once.
 */
export function partSink(format: PartFormat, options: PartSinkOptions): TopicSink {
  const { folder, name = folder, files = nodePartFiles } = options;
  const columns = readColumns(options.columns);
  return {
    name,
    guarantee: "exactly-once",
    async open(partition) {
      const place = new PartPlace(files, folder, format.extension, partition);
      try {
        return new PartWriter(name, format, columns, place, await positionOf(place, format));
      } catch (error) {
        return failed(name, error);
      }
    },
  };
}

/** The file names of one partition, and the operations on them. */
class PartPlace {
  readonly #stem: string;

  constructor(
    readonly files: PartFiles,
    readonly folder: string,
    readonly extension: string,
    { topic, partition }: TopicPartition,
  ) {
    this.#stem = `${topic}@${partition}`; // no topic has an @ in its name
  }

  path(offset: number): string {
    const digits = String(offset).padStart(OFFSET_DIGITS, "0");
    return `${this.folder}/part-${this.#stem}-${digits}${this.extension}`;
  }

  get checkpoint(): string {
    return `${this.folder}/${CHECKPOINT}/${this.#stem}.json`;
  }

  /**
   * A part that is being written. Each writer uses another name for it, so a writer can remove the leftovers of
   * another.
   */
  fresh(writer: string, offset: number): string {
    return `${this.folder}/.${this.#stem}-${offset}-${writer}.tmp`;
  }

  /** The newest part; `null` when there is none. It removes half-written parts that a crash left. */
  async newest(): Promise<string | null> {
    const parts: string[] = [];
    for (const name of await this.files.list(this.folder)) {
      if (name.startsWith(`.${this.#stem}-`) && name.endsWith(".tmp"))
        await this.files.remove(`${this.folder}/${name}`);
      const rest = name.slice(`part-${this.#stem}-`.length);
      if (name.startsWith(`part-${this.#stem}-`) && /^\d+\.\w+$/.test(rest) && rest.endsWith(this.extension))
        parts.push(name);
    }
    const last = parts.sort().at(-1);
    return last === undefined ? null : `${this.folder}/${last}`;
  }
}

/** The offset behind the newest part, or behind offsets without rows that the checkpoint knows. */
async function positionOf(place: PartPlace, format: PartFormat): Promise<number | null> {
  const newest = await place.newest();
  const ofPart = newest === null ? null : await format.nextOf((await place.files.read(newest))!);
  const checkpoint = await place.files.read(place.checkpoint);
  if (checkpoint === null) return ofPart;
  const { next } = JSON.parse(new TextDecoder().decode(checkpoint)) as { next: number };
  return Math.max(next, ofPart ?? 0);
}

let writers = 0;

class PartWriter implements SinkWriter {
  readonly #name: string;
  readonly #format: PartFormat;
  readonly #columns: readonly Column[];
  readonly #place: PartPlace;
  readonly #id = `${process.pid}-${++writers}`;
  #next: number;

  constructor(
    name: string,
    format: PartFormat,
    columns: readonly Column[],
    place: PartPlace,
    readonly position: number | null,
  ) {
    this.#name = name;
    this.#format = format;
    this.#columns = columns;
    this.#place = place;
    this.#next = position ?? 0;
  }

  refusal({ row }: SinkRow): string | null {
    return row === null ? "a deletion, and files only grow" : misfit(this.#columns, row);
  }

  async write(batch: SinkBatch): Promise<void> {
    if (batch.next <= this.#next) return;
    const rows = batch.rows.filter(({ offset }) => offset >= this.#next);
    try {
      if (rows.length > 0) await this.#publish(rows, batch.next);
      await this.#checkpoint(batch.next);
    } catch (error) {
      failed(this.#name, error);
    }
    this.#next = batch.next;
  }

  async #publish(rows: readonly SinkRow[], next: number): Promise<void> {
    const { files, folder } = this.#place;
    const first = rows[0]!.offset;
    const fresh = this.#place.fresh(this.#id, first);
    await files.write(fresh, await this.#format.encode(this.#columns, rows, next));
    const path = this.#place.path(first);
    // a successor cleans up behind its predecessor: then the fresh file is missing
    const published = await unlessMissing(
      files.sync(fresh).then(() => files.link(fresh, path)),
      false,
    );
    if (!published) {
      await files.remove(fresh);
      throw new SinkError("fenced", `${this.#name}: another writer has taken over, and ${path} is not ours`);
    }
    await files.syncFolder(folder);
    await files.remove(fresh);
  }

  /** For people, and for ranges of the log without rows; a part holds the same information itself. */
  async #checkpoint(next: number): Promise<void> {
    const { files, checkpoint } = this.#place;
    const fresh = `${checkpoint}.${this.#id}.tmp`;
    await files.write(fresh, new TextEncoder().encode(`${JSON.stringify({ next })}\n`));
    await files.sync(fresh);
    await files.rename(fresh, checkpoint);
    await files.syncFolder(checkpoint.slice(0, checkpoint.lastIndexOf("/")));
  }

  async close(): Promise<void> {}
}

/** A full disk, or too many open files, may be cured while it waits. */
const PASSING = ["ENOSPC", "EDQUOT", "EMFILE", "ENFILE", "EBUSY", "EIO"];

function failed(name: string, error: unknown): never {
  if (error instanceof SinkError) throw error;
  const { code = "", message } = error as NodeJS.ErrnoException;
  throw new SinkError(PASSING.includes(code) ? "unavailable" : "broken", `${name}: ${message}`, { cause: error });
}
