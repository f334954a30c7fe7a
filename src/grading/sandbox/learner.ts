/**
 * Calls a learner's code with frozen copies of the arguments and says what became of it. Used in the learner's own
 * process (child.ts) and, for code that is trusted, in the grader's.
 */
import { decode, decodeArguments, encode, type Json, toText } from "./wire.js";

const { freeze, isFrozen, values } = Object;
const { parse, stringify } = JSON;

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

/** Answers what came over the border. */
export function answer(module: LearnerModule, request: Request): Reply {
  try {
    return { ok: answerTo(module, received(request), encode) as Json };
  } catch (thrown) {
    return failure(thrown);
  }
}

function received(request: Request): Question {
  if ("value" in request) return request;
  if ("call" in request) return { call: request.call, args: decodeArguments(request.args) };
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
  if (thrown instanceof Mutated) {
    return { mutated: { call: thrown.call, before: thrown.before, after: thrown.after } };
  }
  if (!(thrown instanceof Error)) return { threw: { name: "not an Error", message: toText(thrown), at: null } };
  if (thrown.name === "NotStarted") return { notStarted: true };
  return { threw: { name: thrown.name, message: `${thrown.message}`.slice(0, 500), at: lineOf(thrown) } };
}

function lineOf(error: Error): string | null {
  const line = /.*(exercises[\\/][^:()\s]+\.ts:\d+)/.exec(`${error.stack ?? ""}`);
  return line?.[1]?.replaceAll("\\", "/") ?? null;
}

type Learner = (...args: unknown[]) => unknown;

function call(module: LearnerModule, name: string, args: readonly unknown[]): unknown {
  const learner = module[name];
  if (typeof learner !== "function") throw new TypeError(`${name} is not an exported function`);
  if (!args.every(deepFreeze)) return callOpen(learner as Learner, name, encode(args));
  try {
    return learner(...args);
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
    return stringify(after) === stringify(before) ? null : new Mutated(name, before, after);
  };
  try {
    const result = learner(...args);
    const mutated = changed();
    if (mutated !== null) throw mutated;
    return result;
  } catch (thrown) {
    throw thrown instanceof Mutated ? thrown : (changed() ?? thrown);
  }
}

const isFrozenComplaint = (thrown: unknown): boolean =>
  thrown instanceof TypeError &&
  /read only|not extensible|[Cc]annot (?:add|delete|assign|redefine)/.test(thrown.message);

/** What was frozen to the bottom before: a state that is handed on for 10,000 steps is not walked each time. */
const known = new WeakSet<object>();

/** Freezes a value to the bottom; `false` when it met a Map, a Set or bytes, which freezing does not close. */
function deepFreeze(value: unknown): boolean {
  if (value === null || typeof value !== "object") return true;
  const wasFrozen = isFrozen(value);
  if (wasFrozen && known.has(value)) return true;
  if (value instanceof Map || value instanceof Set || value instanceof Uint8Array) return false;
  for (const item of values(value)) if (!deepFreeze(item)) return false;
  // Remembered when met again: most values come once, and remembering costs more than freezing.
  if (wasFrozen) known.add(value);
  else freeze(value);
  return true;
}

function scan(module: LearnerModule, question: ScanRequest<unknown>, send: (value: unknown) => unknown): unknown {
  let { state } = question;
  const viaJson = new Set(question.viaJson);
  const measured = new Set(question.measure);
  const outputs: unknown[] = [];
  const states: unknown[] = [];
  const sizes: number[] = [];
  for (const [index, step] of (question.steps as unknown[][]).entries()) {
    if (viaJson.has(index)) state = throughJson(state);
    const result = call(module, question.scan, [...step.slice(0, question.at), state, ...step.slice(question.at)]);
    if (question.field === null) {
      state = result;
    } else {
      const { [question.field]: next, ...rest } = (result ?? {}) as Record<string, unknown>;
      state = next;
      outputs.push(send(rest));
    }
    if (question.keep) states.push(send(state));
    if (measured.has(index)) sizes.push((stringify(state) ?? "").length);
  }
  return { outputs, states, sizes, state: send(state) };
}

/** As a restart would leave it: a Set, a Map or an Infinity inside does not survive. */
function throughJson(state: unknown): unknown {
  const text = stringify(state);
  return text === undefined ? undefined : parse(text);
}
