import type { SourceLane } from "./lanes.js";
import { InputRecord } from "./record.js";
import type { Source } from "./source.js";
import { UsageError } from "./usage-error.js";

/** Where inputs come in: the sources by topic, and what to say to an input that has none. */
export class Entrances {
  readonly #plan: string;
  readonly #byTopic: ReadonlyMap<string, Source>;
  readonly #only: Source | null;

  /** @param plan the plan's name, for errors */
  constructor(
    plan: string,
    readonly sources: readonly Source[],
  ) {
    this.#plan = plan;
    this.#byTopic = new Map(sources.map((source) => [source.spec.topic, source]));
    this.#only = sources.length === 1 ? sources[0]! : null;
  }

  /** The source of a topic. @throws when the plan does not read it */
  of(topic: string): Source {
    const source = this.#byTopic.get(topic);
    if (source !== undefined) return source;
    const topics = [...this.#byTopic.keys()].join(", ");
    throw new TypeError(`${this.#plan}: reads no topic "${topic}". It reads: ${topics}`);
  }

  /** The one source that a plain row can be meant for. @throws when there are several */
  ofPlainRow(): Source {
    if (this.#only !== null) return this.#only;
    throw new TypeError(`${this.#plan}: a plain row does not say its topic. Try: record("TOPIC", row)`);
  }

  /** A partition of a source. @throws when it was not announced */
  lane(source: Source, partition: number): SourceLane {
    const lane = source.lane(partition);
    if (lane !== undefined) return lane;
    const where = `partition ${partition} of ${source.spec.topic}`;
    throw new UsageError(`${where} was not announced. Try: engine(pipeline, { partitions: … })`);
  }

  /** A plain row as the record that it stands for. */
  recordOf(input: InputRecord | object): InputRecord {
    return input instanceof InputRecord ? input : new InputRecord(this.#only!.spec.topic, input, 0, null, null);
  }
}
