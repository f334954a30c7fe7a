import type { Anomaly } from "./anomalies.js";
import { printable, printableLines } from "./printable.js";
import type { Moment, Timeline } from "./timeline.js";

/**
 * What became of an exercise. unknown: the checks did not reach what they must cover; broken: it does not compile or
 * load; hung: a call did not come back and was killed; crashed: its process ended.
 */
export type Verdict = "passed" | "failed" | "not-started" | "unknown" | "broken" | "hung" | "crashed";

/** The property that failed, with its smallest counterexample. */
export interface Failure {
  /** Which property; "untouched", "compiles", "returns" and "survives" are those that every exercise has. */
  readonly property: string;
  /** The property as a sentence. */
  readonly says: string;
  readonly anomaly: Anomaly | null;
  readonly timeline: Timeline;
  readonly expected: string | null;
  readonly got: string;
  readonly note: string | null;
  /** Replays exactly this case; `null` where there is no case to replay. */
  readonly replay: string | null;
}

/** What grading one exercise came to. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly failure: Failure | null;
  /** What the code printed in the case that is shown; left out where it is not known. */
  readonly printed?: string;
  /** Each property in order, and whether it held. */
  readonly properties: readonly { readonly name: string; readonly says: string; readonly held: boolean }[];
}

/** What every exercise has to do, besides the properties of its grader. */
export const generalSays = {
  untouched: "The arguments are left as they were.",
  compiles: "The code compiles and loads.",
  returns: "Every call comes back.",
  survives: "The process lives on: nothing exits, nothing is thrown outside of a call.",
} as const;

/** A failure that may be shown: a text that came from a learner's code moves no cursor and forges no line of a report. */
export function shownFailure(failure: Failure): Failure {
  const { timeline, expected, got, note } = failure;
  return {
    ...failure,
    timeline: timeline.map(shownMoment),
    expected: expected === null ? null : printableLines(expected),
    got: printableLines(got),
    note: note === null ? null : printableLines(note),
  };
}

const shownMoment = (moment: Moment): Moment =>
  Object.fromEntries(
    Object.entries(moment).map(([column, cell]) => [
      printable(column),
      typeof cell === "string" ? printable(cell) : cell,
    ]),
  );
