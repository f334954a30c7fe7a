import { collect, count, type EmitSpec, final, millis, pipeline, type Result, record, type WindowSpec } from "tidemark";
import { z } from "zod";
import { type Driven, drive } from "../../support/drive.js";

export const Event = z.object({ key: z.string(), at: z.number(), value: z.any() });

/** A windowed aggregation with count, sum and the collected values. */
export function windowed(
  window: WindowSpec,
  options: { readonly delayMs?: number; readonly latenessMs?: number; readonly emit?: EmitSpec } = {},
): Driven {
  const { delayMs = 0, latenessMs = 0, emit = final() } = options;
  return drive(
    pipeline("conformance")
      .from("events", Event)
      .eventTime("at", { outOfOrderness: millis(delayMs) })
      .keyBy("key")
      .window(window, { lateness: millis(latenessMs), emit })
      .aggregate({ n: count(), values: collect("value") })
      .to("out"),
  );
}

export const event = (key: string, at: number, value: unknown = null) => record("events", { key, at, value });

/** The key of events that do nothing but move the watermark. */
const pacer = "pacer";
const far = 1_000_000_000;

/** A windowed aggregation whose watermark is moved by hand: a delay so long that no event moves it, and events of a far future that do. */
export class Paced {
  readonly #driven: Driven;

  constructor(window: WindowSpec, latenessMs: number) {
    this.#driven = windowed(window, { delayMs: far, latenessMs });
  }

  push(key: string, at: number, value: unknown): { results: Result[]; late: boolean } {
    const before = this.#driven.late.length;
    const results = this.#driven.push(event(key, at, value));
    return { results, late: this.#driven.late.length > before };
  }

  /** Moves the watermark to `W`. */
  advance(W: number): Result[] {
    return this.#driven.push(event(pacer, W + far)).filter((result) => result.key !== pacer);
  }
}
