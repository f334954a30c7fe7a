import type { Schema } from "../core/index.js";
import type { Files } from "../worker/index.js";

/** A view's answer for a key. */
export type Looked =
  /** Not caught up yet: an answer would be stale. */
  | { readonly kind: "not-ready" }
  | { readonly kind: "missing" }
  | { readonly kind: "found"; readonly value: unknown; readonly timestamp: number };

/** Settings of a table view: its schema and key, its pace, its local copy. */
export interface TableViewOptions {
  /** The schema of the values; any JSON when left out. A value that does not parse is skipped and counted. */
  readonly schema?: Schema<object>;
  /** The field that holds the record's key; a value whose field differs from its key is skipped and counted. */
  readonly key?: string;
  /** Milliseconds between two looks at the log; 50 when left out. */
  readonly everyMs?: number;
  /** `false`: the view reads only when `catchUp` is called. */
  readonly follow?: boolean;
  /**
   * A copy of the table on this machine, so that a restart reads only the tail of the log: the folder, how often it is
   * written in milliseconds (10,000 when left out), and the disk where it is not the machine's own.
   */
  readonly store?: { readonly folder: string; readonly everyMs?: number; readonly files?: Files };
  /** Called when something is away and tried again, and when a copy cannot be used or saved. */
  report?(message: string): void;
}

/** The progress of a view. */
export interface TableViewStatus {
  readonly topic: string;
  readonly ready: boolean;
  /** Sentences about problems of a view that still answers; empty when there are none. */
  readonly degraded: readonly string[];
  readonly rows: number;
  /** Records that are no readable row. */
  readonly skipped: number;
  /** Records read from the log since the view was opened. */
  readonly read: number;
  /** Rows that came from the copy on this machine. */
  readonly restored: number;
  /** `position` is the next offset to read; `end` the topic's at the last look. */
  readonly partitions: readonly {
    readonly partition: number;
    readonly position: number;
    readonly end: number;
    readonly lag: number;
  }[];
}
