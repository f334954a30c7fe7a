import type { Aggregates, EmitSpec, WindowSpec } from "../plan.js";
import type { AggregatesOf, FreeNames } from "./aggregate-specs.js";
import { byName } from "./by-name.js";
import type { ToStream } from "./joins.js";
import type { WindowRow } from "./rows.js";
import { type Chain, grow } from "./stage.js";
import type { Stream } from "./stream.js";

/** A keyed stream in windows, which waits to hear what to make of each. */
export class WindowedStream<Row, Key extends keyof Row> {
  readonly #chain: Chain;
  readonly #spec: WindowSpec;
  readonly #latenessMs: number;
  readonly #emit: EmitSpec;
  readonly #toStream: ToStream;

  constructor(chain: Chain, spec: WindowSpec, latenessMs: number, emit: EmitSpec, toStream: ToStream) {
    this.#chain = chain;
    this.#spec = spec;
    this.#latenessMs = latenessMs;
    this.#emit = emit;
    this.#toStream = toStream;
  }

  /** One row for each key and window: the key, `windowStart`, `windowEnd`, and the aggregates under their names. */
  aggregate<A extends AggregatesOf<Row>>(
    aggregates: A & FreeNames<Key | "windowStart" | "windowEnd", A>,
  ): Stream<WindowRow<Row, Key, A>> {
    const copy: Aggregates = aggregates;
    return this.#toStream(
      grow(this.#chain, {
        op: "window",
        window: this.#spec,
        latenessMs: this.#latenessMs,
        emit: this.#emit,
        aggregates: byName(copy),
      }),
    );
  }
}
