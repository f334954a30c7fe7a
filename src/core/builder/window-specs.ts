import type { WindowSpec } from "../plan.js";
import { type Duration, millis } from "../time.js";
import { UsageError } from "../usage-error.js";
import { windowProblem } from "../validate/windows.js";

const checked = <Spec extends WindowSpec>(spec: Spec): Spec => {
  const problem = windowProblem(spec);
  if (problem !== null) throw new UsageError(problem);
  return Object.freeze(spec);
};

/**
 * Windows side by side: `[start, start + size)` with `start ≡ offset (mod size)`; each event is in exactly one.
 *
 * @param size above 0, else a `RangeError`
 * @param offset moves every window by so much; 0 starts them at the epoch
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { minutes, tumbling } from "tidemark";
 *
 * assert.deepEqual(tumbling(minutes(1)), { kind: "tumbling", sizeMs: 60_000, offsetMs: 0 });
 * ```
 */
export const tumbling = (size: Duration, offset: Duration = millis(0)): WindowSpec & { kind: "tumbling" } =>
  checked({ kind: "tumbling", sizeMs: size.ms, offsetMs: offset.ms });

/**
 * Windows that overlap: a new one every `hop`, each `size` long; an event is in `size / hop` of them. Flink, Spark and
 * Beam call this sliding.
 *
 * @param size above 0
 * @param hop above 0 and at most `size` (then it is a tumbling window); else a `RangeError`
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hopping, minutes } from "tidemark";
 *
 * assert.equal(hopping(minutes(5), minutes(1)).hopMs, 60_000);
 * assert.throws(() => hopping(minutes(1), minutes(5)), /hop \(300000 ms\) must not be larger than the size/);
 * ```
 */
export const hopping = (
  size: Duration,
  hop: Duration,
  offset: Duration = millis(0),
): WindowSpec & { kind: "hopping" } =>
  checked({ kind: "hopping", sizeMs: size.ms, hopMs: hop.ms, offsetMs: offset.ms });

/**
 * Kafka Streams' sliding windows: for each key, every different set of events that lie at most `difference` apart. Both
 * ends are inclusive: `[a, a + difference]`.
 *
 * @param difference 0 or more, else a `RangeError`
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { seconds, sliding } from "tidemark";
 *
 * assert.deepEqual(sliding(seconds(10)), { kind: "sliding", differenceMs: 10_000 });
 * ```
 */
export const sliding = (difference: Duration): WindowSpec & { kind: "sliding" } =>
  checked({ kind: "sliding", differenceMs: difference.ms });

/**
 * Sessions: events of a key that follow each other at a distance of at most `gap` (inclusive, as in Flink, Kafka and
 * Spark; Beam's `<` is not followed). A session is reported as `[first, last]`, both ends inclusive.
 *
 * @param gap above 0, else a `RangeError`
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { minutes, session } from "tidemark";
 *
 * assert.deepEqual(session(minutes(30)), { kind: "session", gapMs: 1_800_000 });
 * ```
 */
export const session = (gap: Duration): WindowSpec & { kind: "session" } => checked({ kind: "session", gapMs: gap.ms });
