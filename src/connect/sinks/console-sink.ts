import { UsageError } from "../../core/usage-error.js";
import type { SinkBatch, TopicSink } from "../../worker/index.js";

/** Settings of a console sink: the width of its cells and the receiver of its lines. */
export interface ConsoleSinkOptions {
  /** Cells are cut to this many characters; `false` for whole ones; 20 when left out. */
  readonly truncate?: number | false;
  /** Takes a line; standard output when left out. */
  readonly write?: (line: string) => void;
  readonly name?: string;
}

const DEFAULT_WIDTH = 20;

/**
 * Prints a topic, one table for each batch. A screen cannot save its place in the log, so the consumer group does: at
 * least once, because rows may be printed again after a crash.
 *
 * @throws RangeError for a width that is not a whole number of at least 1
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { consoleSink } from "tidemark";
 *
 * const lines: string[] = [];
 * const sink = consoleSink({ truncate: 8, write: (line) => lines.push(line) });
 * const writer = await sink.open({ topic: "sales", partition: 0 });
 * const row = { product: "a very long rope", amount: 12 };
 * await writer.write({ rows: [{ partition: 0, offset: 0, timestamp: 0, key: null, row }], next: 1 });
 * assert.deepEqual(lines.slice(1), ["product   amount", "a very …  12"]);
 * ```
 */
export function consoleSink({
  truncate = DEFAULT_WIDTH,
  write = (line) => process.stdout.write(`${line}\n`),
  name = "console",
}: ConsoleSinkOptions = {}): TopicSink {
  if (truncate !== false && !(Number.isInteger(truncate) && truncate >= 1))
    throw new UsageError(`consoleSink: truncate must be false or a whole number from 1 on, got ${truncate}`);
  return {
    name,
    guarantee: "at-least-once",
    open: async ({ topic, partition }) => ({
      position: null,
      refusal: () => null,
      async write(batch) {
        if (batch.rows.length === 0) return;
        write(`${topic}/${partition}, offsets ${batch.rows[0]!.offset} to ${batch.next - 1}`);
        for (const line of table(batch, truncate)) write(line);
      },
      close: async () => undefined,
    }),
  };
}

/** A deletion is shown as its key. */
function table({ rows }: SinkBatch, truncate: number | false): readonly string[] {
  const cells = rows.map(({ key, row }): Readonly<Record<string, unknown>> => row ?? { "deleted key": key });
  const names = [...new Set(cells.flatMap((row) => Object.keys(row)))];
  const lines = [names, ...cells.map((row) => names.map((name) => shown(row[name])))];
  const cut = lines.map((line) => line.map((cell) => shortened(cell, truncate)));
  const widths = names.map((_, at) => Math.max(...cut.map((line) => line[at]!.length)));
  return cut.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join("  ")
      .trimEnd(),
  );
}

const shown = (value: unknown): string => {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
};

const shortened = (cell: string, truncate: number | false): string =>
  truncate === false || cell.length <= truncate ? cell : `${cell.slice(0, truncate - 1)}…`;
