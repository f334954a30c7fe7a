import type { AnyGrader, Rungs } from "../judge/grader.js";
import { progressOf, readProgress, writeProgress } from "./progress.js";

export interface Hint {
  readonly id: string;
  /** The property whose failure it is about; `null`: the exercise as a whole. */
  readonly property: string | null;
  readonly rung: 1 | 2 | 3;
  readonly text: string;
  /** Whether another, plainer one follows. */
  readonly more: boolean;
}

/**
 * The next hint for an exercise: a question, then the idea, then nearly the code, about the property that failed when
 * it was last graded. The last rung stays once it is reached; a failure of another property begins its own ladder.
 */
export function nextHint(root: string, id: string, grader: AnyGrader): Hint {
  const before = progressOf(root, id);
  const own = before.property === null ? undefined : grader.hints[before.property];
  const property = own === undefined ? null : before.property;
  const rungs: Rungs = own ?? grader.hints.general;
  const ladder = property ?? "general";
  const rung = Math.min((before.hints[ladder] ?? 0) + 1, 3) as 1 | 2 | 3;
  writeProgress(root, {
    ...readProgress(root),
    [id]: { ...before, hints: { ...before.hints, [ladder]: rung } },
  });
  return { id, property, rung, text: rungs[rung - 1] ?? rungs[2], more: rung < 3 };
}
