import { MutatedInput, Stopped, Threw } from "../host/host.js";
import { describe, type Recorded } from "./code.js";
import { difference } from "./difference.js";
import type { AnyProperty, Finding } from "./grader.js";
import { type Failure, generalSays, type Outcome } from "./outcome.js";
import { show, type Timeline } from "./timeline.js";

/** What is wrong with one case: found by a check, or thrown on the way. */
export type Trouble = Finding | Error;

/** What a case came to: a verdict with its failure, without the list of properties. */
export type Verdicted = Omit<Outcome, "properties">;

const rowsShown = 6;

const isFinding = (trouble: Trouble): trouble is Finding => !(trouble instanceof Error);

/** A smaller case must fail in the same way, or the report would be about another mistake. */
export function alike(found: Trouble, wanted: Trouble): boolean {
  if (isFinding(found) && isFinding(wanted)) return found.anomaly === wanted.anomaly;
  if (found instanceof Stopped && wanted instanceof Stopped) return found.kind === wanted.kind;
  return isFinding(found) === isFinding(wanted) && found.constructor === wanted.constructor;
}

export const failed = (failure: Failure): Verdicted => ({ verdict: "failed", failure });

export const blank = (property: string, says: string): Failure => ({
  property,
  says,
  anomaly: null,
  timeline: [],
  expected: null,
  got: "",
  note: null,
  replay: null,
});

/** A sentence stands for itself; a value is shown as one. */
const inWords = (value: unknown): string => (typeof value === "string" && value.includes(" ") ? value : show(value));

export function describeTrouble(
  name: string,
  property: AnyProperty<Record<string, unknown>>,
  trouble: Trouble,
  calls: readonly Recorded[],
): Failure {
  const base = { ...blank(name, property.says), timeline: callTimeline(calls) };
  if (isFinding(trouble)) {
    return {
      ...base,
      anomaly: trouble.anomaly,
      // Where nothing happens there is no row to show: then the calls say so.
      timeline: trouble.timeline !== undefined && trouble.timeline.length > 0 ? trouble.timeline : base.timeline,
      expected: inWords(trouble.expected),
      got: inWords(trouble.got),
      note:
        [trouble.note, trouble.timeline?.length === 0 ? nothingHappens : undefined].filter(Boolean).join(" ") || null,
    };
  }
  if (trouble instanceof MutatedInput) {
    return {
      ...base,
      property: "untouched",
      says: generalSays.untouched,
      anomaly: "mutated-input",
      ...changedArgument(trouble),
      note: `${trouble.call} changed an argument; whoever passed it in still uses it.`,
    };
  }
  if (trouble instanceof Threw) {
    const place = trouble.at === null ? "" : ` (${trouble.at})`;
    return {
      ...base,
      anomaly: property.whenThrown ?? null,
      expected: "an answer",
      got: `it threw ${trouble.error}${place}`,
    };
  }
  // The check itself stumbled: over an answer that is not of the shape that the contract promises.
  return {
    ...base,
    anomaly: "wrong-value",
    expected: "answers of the shape that the contract names",
    got: calls.length === 0 ? trouble.message : show(calls.at(-1)?.result),
    note: `The check could not read the answer: ${trouble.message}.`,
  };
}

const nothingHappens = "Nothing happens in this case: its input is empty.";

/** An argument as it was and as it is: only the part that has changed, and where it is. */
function changedArgument({ before, after }: MutatedInput): Pick<Failure, "expected" | "got"> {
  const changed = difference(before, after);
  const [, number = "", rest = ""] = /^\[(\d+)\](.*)$/.exec(changed.path) ?? [];
  const where = number === "" ? "the arguments" : `argument ${Number(number) + 1}`;
  const place = rest === "" ? where : `${where}, at ${rest}`;
  return { expected: `${place}: ${show(changed.before)}`, got: `${place}: ${show(changed.after)}` };
}

const inCode = (call: string, args: readonly unknown[]): string => `${call}(${args.map(show).join(", ")})`;

const callTimeline = (calls: readonly Recorded[]): Timeline =>
  calls.slice(-rowsShown).map(({ call, args, result, threw = false }) => {
    const row = { call: inCode(call, args), out: threw ? "an error" : show(result) };
    return threw ? { wrong: true, ...row } : row;
  });

/** A case that fails after other calls and not in a process of its own: its first call that is answered otherwise. */
export function unsteady(
  name: string,
  says: string,
  alone: readonly Recorded[] = [],
  among: readonly Recorded[] = [],
): Verdicted {
  const answer = ({ result, threw = false }: Recorded): string => (threw ? "an error" : show(result));
  const first = alone.findIndex((call, index) => answer(call) !== answer(among[index] ?? call));
  const [once, after] = [alone[first], among[first]];
  const told = once !== undefined && after !== undefined;
  return failed({
    ...blank(name, says),
    anomaly: "nondeterministic",
    timeline: told
      ? [
          ...callTimeline(alone.slice(0, first)).slice(1 - rowsShown),
          { wrong: true, call: inCode(once.call, once.args) },
        ]
      : [],
    expected: told
      ? `${answer(once)}, as when it is called alone`
      : "the same answer to the same call, whatever was called before",
    got: told
      ? `${answer(after)}, after other calls`
      : "a failure among other calls, and none when the same case runs alone",
    note: "Look for a variable outside the function: what it keeps from one call changes the next.",
  });
}

const growing = "Either a step never ends, or every step takes longer than the one before it.";

const isLong = ({ question }: Stopped): boolean =>
  question !== null && "scan" in question && (question.steps as unknown[]).length > 1_000;

/** What a process was doing when it was killed or ended, with the calls of the same case before. */
export function stoppedOutcome(
  stopped: Stopped,
  calls: readonly Recorded[] = [],
  replay: string | null = null,
): Verdicted {
  const last = stopped.question === null ? [] : describe(stopped.question);
  const ended = last.map(({ call, args }, index) =>
    index < last.length - 1 ? { call: inCode(call, args) } : { wrong: true, call: inCode(call, args), out: "nothing" },
  );
  const property = { hung: "returns", crashed: "survives", broken: "compiles" } as const;
  const failure: Failure = {
    ...blank(property[stopped.kind], generalSays[property[stopped.kind]]),
    anomaly: stopped.kind === "hung" ? "never-returns" : null,
    timeline: [...callTimeline(calls), ...ended].slice(-rowsShown),
    got: stopped.reason,
    note: stopped.kind === "hung" && isLong(stopped) ? growing : null,
    replay,
  };
  return { verdict: stopped.kind, failure };
}
