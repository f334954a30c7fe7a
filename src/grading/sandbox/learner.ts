/**
 * Calls a learner's code with frozen copies of the arguments and says what became of it. Used in the learner's own
 * process (realm.ts) and, for code that is trusted, in the grader's. As in wire.ts, the built-ins that decide a verdict
 * are taken at load, and lists are walked by index.
 */
import { append, decode, decodeArguments, encode, isA, type Json, textOf, toText } from "./wire.js";

const { freeze, isFrozen, values, create } = Object;
const { parse, stringify } = JSON;
const { apply } = Reflect;
const { has: hasKnown, add: addKnown } = WeakSet.prototype;
const { exec } = RegExp.prototype;
const { Map: TheMap, Set: TheSet, Uint8Array: TheBytes, Error: TheError, TypeError: TheTypeError } = globalThis;

/** One call. */
export interface CallRequest<Value = Json> {
  readonly call: string;
  readonly args: Value;
}

/** Many calls that hand a state on: what comes back is one answer, however long the run. */
export interface ScanRequest<Value = Json> {
  readonly scan: string;
  readonly state: Value;
  readonly steps: Value;
  /** Where the state stands among the arguments. */
  readonly at: number;
  /** The field of the answer that holds the new state; `null` when the answer is the state. */
  readonly field: string | null;
  /** Steps before which the state goes through JSON. */
  readonly viaJson: readonly number[];
  /** Whether each state comes back. */
  readonly keep: boolean;
  /** Steps after which the state is measured. */
  readonly measure: readonly number[];
}

export interface ValueRequest {
  readonly value: string;
}

/** What is asked, as it crosses the border. */
export type Request = CallRequest | ScanRequest | ValueRequest;

/** What is asked, with its values as they are on either side. */
export type Question = CallRequest<unknown> | ScanRequest<unknown> | ValueRequest;

export type Reply =
  | { readonly ok: Json }
  | { readonly threw: { readonly name: string; readonly message: string; readonly at: string | null } }
  | { readonly notStarted: true }
  | { readonly mutated: { readonly call: string; readonly before: Json; readonly after: Json } };

export type LearnerModule = Readonly<Record<string, unknown>>;

class Mutated {
  constructor(
    readonly call: string,
    readonly before: Json,
    readonly after: Json,
  ) {}
}

/** Makes a function of what stands for an implementation among arguments. */
export type Implement = Parameters<typeof decodeArguments>[1];

/** Answers what came over the border. */
export function answer(module: LearnerModule, request: Request, implement?: Implement): Reply {
  try {
    return { ok: answerTo(module, received(request, implement), encode) as Json };
  } catch (thrown) {
    return failure(thrown);
  }
}

function received(request: Request, implement: Implement): Question {
  if ("value" in request) return request;
  if ("call" in request) return { call: request.call, args: decodeArguments(request.args, implement) };
  return { ...request, state: decode(request.state), steps: decode(request.steps) };
}

/** Answers with values that are the code's own from now on; `send` makes of each answer what leaves. */
export function answerTo(module: LearnerModule, question: Question, send: (value: unknown) => unknown): unknown {
  if ("value" in question) return send(module[question.value]);
  if ("scan" in question) return scan(module, question, send);
  return send(call(module, question.call, question.args as unknown[]));
}

/** What is told of something thrown. */
export function failure(thrown: unknown): Reply {
  if (isA(thrown, Mutated)) {
    const { call, before, after } = thrown as Mutated;
    return { mutated: { call, before, after } };
  }
  try {
    if (!isA(thrown, TheError)) return { threw: { name: "not an Error", message: toText(thrown), at: null } };
    const { name, message, stack } = thrown as Error;
    if (name === "NotStarted") return { notStarted: true };
    return { threw: { name: `${name}`, message: shortened(`${message}`), at: lineOf(`${stack ?? ""}`) } };
  } catch {
    return { threw: { name: "Error", message: "an error that throws again when it is read", at: null } };
  }
}

const longestMessage = 500;

function shortened(text: string): string {
  let short = "";
  for (let index = 0; index < text.length && index < longestMessage; index++) short += text[index];
  return short;
}

/** The first line of a learner's own file: `exercises/04-watermarks/advanceWatermark.ts:3`, or as compiled, `.js:3:1`. */
function lineOf(stack: string): string | null {
  const line = apply(exec, /exercises[\\/][^:()\s]+\.(?:ts:\d+|js:\d+:\d+)/, [stack]) as RegExpExecArray | null;
  return line?.[0] ?? null;
}

type Learner = (...args: unknown[]) => unknown;

function call(module: LearnerModule, name: string, args: readonly unknown[]): unknown {
  const learner = module[name];
  if (typeof learner !== "function") throw new TheTypeError(`${name} is not an exported function`);
  let isClosed = true;
  for (let index = 0; index < args.length; index++) isClosed = deepFreeze(args[index]) && isClosed;
  if (!isClosed) return callOpen(learner as Learner, name, encode(args));
  try {
    return apply(learner, undefined, args);
  } catch (thrown) {
    if (!isFrozenComplaint(thrown)) throw thrown;
    // The complaint is only the symptom: the same call on open copies shows what would have been changed, if anything.
    return callOpen(learner as Learner, name, encode(args));
  }
}

/** Calls with copies that can be changed, and throws `Mutated` when they were. */
function callOpen(learner: Learner, name: string, before: Json): unknown {
  const args = decode(before) as unknown[];
  const changed = (): Mutated | null => {
    const after = encode(args);
    return textOf(after) === textOf(before) ? null : new Mutated(name, before, after);
  };
  try {
    const result = apply(learner, undefined, args);
    const mutated = changed();
    if (mutated !== null) throw mutated;
    return result;
  } catch (thrown) {
    throw isA(thrown, Mutated) ? thrown : (changed() ?? thrown);
  }
}

const isFrozenComplaint = (thrown: unknown): boolean =>
  isA(thrown, TheTypeError) &&
  apply(exec, /read only|not extensible|[Cc]annot (?:add|delete|assign|redefine)/, [(thrown as Error).message]) !==
    null;

/** What was frozen to the bottom before: a state that is handed on for 10,000 steps is not walked each time. */
const known = new WeakSet<object>();

/** Freezes a value to the bottom; `false` when it met a Map, a Set or bytes, which freezing does not close. */
function deepFreeze(value: unknown): boolean {
  if (value === null || typeof value !== "object") return true;
  const wasFrozen = isFrozen(value);
  if (wasFrozen && (apply(hasKnown, known, [value]) as boolean)) return true;
  if (isA(value, TheMap) || isA(value, TheSet) || isA(value, TheBytes)) return false;
  const items = values(value);
  for (let index = 0; index < items.length; index++) if (!deepFreeze(items[index])) return false;
  // Remembered when met again: most values come once, and remembering costs more than freezing.
  if (wasFrozen) apply(addKnown, known, [value]);
  else freeze(value);
  return true;
}

function scan(module: LearnerModule, question: ScanRequest<unknown>, send: (value: unknown) => unknown): unknown {
  let { state } = question;
  const viaJson = marked(question.viaJson);
  const measured = marked(question.measure);
  const outputs: unknown[] = [];
  const states: unknown[] = [];
  const sizes: number[] = [];
  const steps = question.steps as unknown[][];
  for (let index = 0; index < steps.length; index++) {
    if (viaJson[index] === true) state = throughJson(state);
    const result = call(module, question.scan, withState(steps[index] as unknown[], question.at, state));
    if (question.field === null) {
      state = result;
    } else {
      const { [question.field]: next, ...rest } = (result ?? {}) as Record<string, unknown>;
      state = next;
      append(outputs, send(rest));
    }
    if (question.keep) append(states, send(state));
    if (measured[index] === true) append(sizes, (stringify(state) ?? "").length);
  }
  return { outputs, states, sizes, state: send(state) };
}

/** The numbers of steps, to look one up. */
function marked(steps: readonly number[]): Readonly<Record<number, boolean>> {
  const marks = create(null) as Record<number, boolean>;
  for (let index = 0; index < steps.length; index++) marks[steps[index] as number] = true;
  return marks;
}

/** The arguments of a step, with the state in its place. */
function withState(step: readonly unknown[], at: number, state: unknown): unknown[] {
  const args: unknown[] = [];
  for (let index = 0; index <= step.length; index++) {
    if (index === at) append(args, state);
    if (index < step.length) append(args, step[index]);
  }
  return args;
}

/** As a restart would leave it: a Set, a Map or an Infinity inside does not survive. */
function throughJson(state: unknown): unknown {
  const text = stringify(state);
  return text === undefined ? undefined : parse(text);
}
