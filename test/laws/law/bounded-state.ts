import assert from "node:assert/strict";
import type { Running } from "../implementation.js";

/** However long the stream, the state stays within `bound`: looked at after every event of `blocks` of `inputs`. */
export function boundedState<Input>(
  running: Running<Input>,
  input: (index: number) => Input,
  length: number,
  bound: number,
): void {
  let largest = 0;
  for (let index = 0; index < length; index++) {
    running.push(input(index));
    largest = Math.max(largest, running.stateSize);
  }
  assert.ok(largest > 0, "the stream leaves some state open, or the law says nothing");
  assert.ok(largest <= bound, `expected at most ${bound} entries, got ${largest}`);
}
