import { type Dead, engine, type InputRecord, type Late, type Pipeline, type Result } from "tidemark";
import type { Notice } from "tidemark/core";

/** An engine that is stepped by hand, and what has come out of it. */
export interface Driven {
  readonly late: readonly Late[];
  readonly dead: readonly Dead[];
  readonly notices: readonly Notice[];
  readonly watermark: number;
  /** Feeds one record and answers with the results of this step. */
  push(input: InputRecord): Result[];
  /** Ends the input and answers with what that closes. */
  finish(): Result[];
}

export function drive(pipeline: Pipeline, partitions = 1): Driven {
  let step: Result[] = [];
  const late: Late[] = [];
  const dead: Dead[] = [];
  const notices: Notice[] = [];
  const running = engine(pipeline, {
    partitions,
    sink: {
      result: (result) => step.push(result),
      late: (event) => late.push(event),
      dead: (record) => dead.push(record),
      notice: (notice) => notices.push(notice),
      internal: () => {},
    },
  });
  const during = (act: () => void): Result[] => {
    step = [];
    act();
    return step;
  };
  return {
    late,
    dead,
    notices,
    get watermark() {
      return running.watermark;
    },
    push: (input) => during(() => running.push(input)),
    finish: () => during(() => running.finish()),
  };
}
