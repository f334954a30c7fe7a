import { type Host, Threw } from "../host/host.js";
import type { Question } from "../sandbox/learner.js";
import { Unsendable } from "../sandbox/wire.js";

/**
 * A learner's code as a check sees it: every function answers with a promise, since it runs in another process, and
 * every exported value is one. Calls of many cases are under way at once, so a check costs no waiting.
 */
export type Code<Contract> = {
  readonly [Name in keyof Contract]: Contract[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Result>
    : Promise<Contract[Name]>;
};

/** A call and what became of it, for a report. */
export interface Recorded {
  readonly call: string;
  readonly args: readonly unknown[];
  readonly result: unknown;
  /** It threw, and there is no result. */
  readonly threw?: boolean;
}

const ask = Symbol("ask");
const moved = Symbol("moved");

interface Asking {
  readonly [ask]: (question: Question) => Promise<unknown>;
  readonly [moved]: () => Promise<object>;
}

/** The view of a host that checks are written against. */
export function codeOf(
  host: Host,
  exports: Readonly<Record<string, "function" | "value">>,
  record?: (call: Recorded) => void,
): Code<Record<string, unknown>> {
  const code: Record<string | symbol, unknown> = {
    [moved]: async () => (host.elsewhere === undefined ? code : codeOf(await host.elsewhere(), exports, record)),
    [ask]: (question: Question) =>
      host.ask(question).catch((error: unknown) => {
        const steps = describe(question);
        if (error instanceof Threw) {
          for (const [index, step] of steps.entries()) {
            record?.({ ...step, result: new Unsendable(""), threw: index === steps.length - 1 });
          }
        }
        throw error;
      }),
  };
  for (const [name, kind] of Object.entries(exports)) {
    if (kind === "value") {
      Object.defineProperty(code, name, { get: () => host.ask({ value: name }) });
    } else {
      code[name] = async (...args: unknown[]) => {
        const result = await host.ask({ call: name, args }).catch((error: unknown) => {
          if (error instanceof Threw) record?.({ call: name, args, result: undefined, threw: true });
          throw error;
        });
        record?.({ call: name, args, result });
        if (result instanceof Unsendable) throw new TypeError(`${name} answered with ${result.description}`);
        return result;
      };
    }
  }
  return code as Code<Record<string, unknown>>;
}

/**
 * The same code in another process, as a restart finds it: all that it knows is what it is handed. Where code runs in
 * the process of the check itself and no other is to be had, it is the same code. A process costs as much as a hundred
 * cases: ask for one in a property of a single case.
 */
export async function elsewhere<Contract>(code: Code<Contract>): Promise<Code<Contract>> {
  return (await (code as unknown as Asking)[moved]()) as Code<Contract>;
}

/** Calls of one function in a row, each with the state that the last one gave. */
export interface Scan {
  readonly state: unknown;
  /** The arguments of each call, without the state. */
  readonly steps: readonly (readonly unknown[])[];
  /** Where the state stands among the arguments; 0 when left out. */
  readonly at?: number;
  /** The field of the answer that holds the new state; left out: the answer is the state. */
  readonly field?: string;
  /** Steps before which the state goes through `JSON.parse(JSON.stringify(state))`, as a restart would send it. */
  readonly viaJson?: readonly number[];
  /** Steps, counted from 0, after which the state's size is taken; left out: after none. */
  readonly measure?: readonly number[];
  /** Have each state back. */
  readonly keep?: boolean;
}

/** What a scan brought: the answers, the states, and their sizes. */
export interface Scanned<Output> {
  /** Each answer without its state. */
  readonly outputs: readonly Output[];
  readonly states: readonly unknown[];
  /** Characters of the state in JSON, after each step that `measure` names. */
  readonly sizes: readonly number[];
  readonly state: unknown;
}

/**
 * Runs a function that hands a state on over many steps, in one question to the learner's process.
 *
 * `scan<{ verdict: string }>(code, "deduplicate", { state: await code.empty, steps: events.map((e) => [e, 10]), field: "memory" })`
 */
export async function scan<Output = Record<string, unknown>>(
  code: object,
  name: string,
  run: Scan,
): Promise<Scanned<Output>> {
  const question: Question = {
    scan: name,
    state: run.state,
    steps: run.steps,
    at: run.at ?? 0,
    field: run.field ?? null,
    viaJson: run.viaJson ?? [],
    keep: run.keep ?? false,
    measure: run.measure ?? [],
  };
  return (await (code as Asking)[ask](question)) as Scanned<Output>;
}

/** Steps of a run that are listed one by one; of a longer run only the number is told. */
const stepsListed = 6;

/** What is asked, in a learner's words: one call, or the steps of a short run. */
export function describe(question: Question): readonly { readonly call: string; readonly args: readonly unknown[] }[] {
  if ("value" in question) return [{ call: question.value, args: [] }];
  if ("call" in question) return [{ call: question.call, args: question.args as unknown[] }];
  const steps = question.steps as unknown[][];
  if (steps.length > stepsListed) {
    return [{ call: question.scan, args: [new Unsendable(`a run of ${steps.length} steps`)] }];
  }
  return steps.map((step) => ({
    call: question.scan,
    args: [...step.slice(0, question.at), stateName, ...step.slice(question.at)],
  }));
}

/** Stands for the state where a run of steps is listed: which one it is, only the learner's code knows. */
const stateName = new Unsendable("state");
