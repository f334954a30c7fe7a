import { NotStarted } from "tidemark/exercises";

/** One of the inputs that flow together. */
export interface Input {
  /** `-Infinity` before its first event, `Infinity` when it has ended. */
  readonly watermark: number;
  /** It has had nothing to say for a while, and is not waited for. */
  readonly idle: boolean;
}

/**
 * The watermark of several inputs together, after any of them has changed.
 *
 * It is the smallest watermark of the inputs that are active: the slowest of them decides. When all are idle it is the
 * largest of theirs. It never goes back behind `previous`, and without any inputs it stays there.
 *
 * @param previous the combined watermark so far; `-Infinity` at first
 * @param inputs all inputs as they are now, in any order
 */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  throw new NotStarted();
}
