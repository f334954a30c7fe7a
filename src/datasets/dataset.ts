/** A record that a generator made, in the order in which it reaches the log. */
export interface Produced {
  readonly topic: string;
  /** Decides the partition; `null` spreads. */
  readonly key: string | null;
  /** The bytes as text: JSON, or the text of a broken producer. `null` is a tombstone. */
  readonly value: string | null;
  /** Event time, milliseconds since the epoch: the moment of the event. */
  readonly ts: number;
  /** Processing time, milliseconds since the epoch: the arrival in the log. Ascending over a dataset. */
  readonly arrivedAt: number;
}

/** Options of a dataset. The same options give the same bytes, on every machine, for ever. */
export interface DatasetOptions {
  readonly seed: number;
  /** Number of originals; copies come on top. */
  readonly count: number;
  /** Originals per second of event time. */
  readonly rate: number;
  /** Share of the originals that are held up, 0 to 1. */
  readonly lateRate: number;
  /** Longest hold-up, in milliseconds. */
  readonly lateMaxMs: number;
  /** Share of the originals that are sent once more, 0 to 1. */
  readonly dupRate: number;
  /** Share of the originals whose value is damaged, 0 to 1. */
  readonly badRate: number;
  /** Event time of the first, milliseconds since the epoch. */
  readonly startMs: number;
}

/** A named source of course data. */
export interface Dataset {
  readonly name: string;
  /** One sentence for people who look for data. */
  readonly summary: string;
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: number;
    readonly config?: Readonly<Record<string, string>>;
  }[];
  readonly defaults: DatasetOptions;
  /** All records, ascending by arrival. Throws a RangeError for options out of range. */
  generate(options?: Partial<DatasetOptions>): readonly Produced[];
}

/** A dataset as the lines of a file: one record each, as JSON, in the order of arrival. */
export function datasetLines(dataset: Dataset, options: Partial<DatasetOptions> = {}): string {
  return dataset
    .generate(options)
    .map((record) => `${JSON.stringify(record)}\n`)
    .join("");
}
