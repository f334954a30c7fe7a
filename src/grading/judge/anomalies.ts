/** What can go wrong with a stream, by name, each with what it means in one line. */
export const anomalies = {
  lost: "an input has no part in any result, and nothing says so",
  duplicated: "one input counts twice",
  reordered: "results come in an order that their inputs do not allow",
  "late-accepted": "an event that came too late changes a result that was already final",
  "on-time-rejected": "an event that came in time is treated as late",
  "closed-early": "a window closes while events for it are still on their way",
  "never-closed": "a window that is complete stays open, and its result never comes",
  "wrong-window": "an event is counted in a window that does not contain its time",
  "wrong-value": "the right inputs, but the figure computed from them is not theirs",
  "wrong-clock": "one clock is read where the other is meant: event time is not arrival time",
  "watermark-regressed": "the watermark goes back: what was declared complete is open again",
  stalled: "nothing moves any more, although there is work that could be done",
  "phantom-match": "two rows are joined that do not belong together",
  "missed-match": "two rows that belong together are not joined",
  "spurious-unmatched": "a row is called unmatched although its partner exists",
  "stale-read": "an older version is answered where a newer one was known",
  "not-ready": "an answer is given before the state behind it is restored",
  resurrected: "something that was deleted is there again",
  "half-applied": "one part of a change is kept and the other is not",
  "zombie-write": "an instance that was replaced still writes",
  "self-fenced": "a task locks out another that has every right to run",
  misrouted: "a record goes to another partition than all others of its key",
  "unbounded-state": "the state grows with the stream, until memory is gone",
  "mutated-input": "a function changes the arguments that it was given",
  nondeterministic: "equal inputs give different results",
  "never-returns": "a call does not come back",
} as const;

/** The name of an anomaly: a way in which results of a stream go wrong. */
export type Anomaly = keyof typeof anomalies;
