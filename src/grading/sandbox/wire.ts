/**
 * How values cross the border between the grader and a learner's process: JSON, with a tag for what JSON has no word
 * for (−0, NaN, ±Infinity, undefined, bigint, Map, Set, bytes, a table of answers that stands for a function).
 * The built-ins are taken at load, before a learner's code can replace them.
 */
const { parse, stringify } = JSON;
const { is, keys, entries, hasOwn, defineProperty, getPrototypeOf, prototype: objectPrototype } = Object;
const { getOwnPropertyNames, getOwnPropertyDescriptor } = Object;
const { toString: kindOf } = objectPrototype;
const { apply: call } = Reflect;
const isArray = Array.isArray;
const getTable = Symbol.for("tidemark.callback");
const getSource = Symbol.for("tidemark.implementation");

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A function that a learner's code is given: it answers from a table, because code does not cross the border. */
export interface CallbackTable {
  readonly name: string;
  readonly answers: readonly (readonly [args: readonly unknown[], answer: unknown])[];
}

/** A value that could not be sent, such as a function or a promise that a learner's code returned. */
export class Unsendable {
  constructor(readonly description: string) {}
}

const tag = "$";
const tagged = (kind: string, value: Json = null): Json => ({ [tag]: kind, value });

/** A JSON-safe stand-in for any value. What has no meaning as data becomes an `Unsendable` on the other side. */
export function encode(value: unknown): Json {
  return encodeWithin(value, []);
}

/** `open`: the objects that hold this value, so that one that holds itself is noticed. */
function encodeWithin(value: unknown, open: object[]): Json {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") {
    if (is(value, -0)) return tagged("-0");
    return value - value === 0 ? value : tagged(`${value}`);
  }
  if (value === undefined) return tagged("undefined");
  if (typeof value === "bigint") return tagged("bigint", `${value}`);
  if (typeof value === "symbol") return tagged("unsendable", "a symbol");
  if (typeof value === "function") return encodeFunction(value);
  if (open.includes(value)) return tagged("unsendable", "an object that holds itself");
  if (open.length > 200) return tagged("unsendable", "an object nested more than 200 levels deep");
  open.push(value);
  const json = encodeObject(value, open);
  open.pop();
  return json;
}

function encodeFunction(value: object): Json {
  const { [getTable]: table, [getSource]: source } = value as { [getTable]?: CallbackTable; [getSource]?: string };
  if (source !== undefined) return tagged("implementation", source);
  if (table === undefined) return tagged("unsendable", "a function");
  const answers = table.answers.map(([args, answer]): Json => [encode(args), encode(answer)]);
  return tagged("callback", { name: table.name, answers });
}

function encodeObject(value: object, open: object[]): Json {
  if (isArray(value)) {
    const items: Json[] = [];
    for (let index = 0; index < value.length; index++) items.push(encodeWithin(value[index], open));
    return items;
  }
  const parent: unknown = getPrototypeOf(value);
  if (parent !== objectPrototype && parent !== null) {
    if (value instanceof Map) return tagged("map", encodeWithin([...value], open));
    if (value instanceof Set) return tagged("set", encodeWithin([...value], open));
    if (value instanceof Uint8Array) return tagged("bytes", [...value]);
    if (value instanceof Promise)
      return tagged("unsendable", "a promise (this function answers at once, without await)");
    if (value instanceof Date) return tagged("unsendable", "a Date (times are plain numbers here)");
    const strange = strangeInstance(value);
    if (strange !== null) return tagged("unsendable", strange);
  }
  const plain: { [key: string]: Json } = {};
  for (const key of keys(value)) put(plain, key, encodeWithin((value as Record<string, unknown>)[key], open));
  return hasOwn(plain, tag) ? tagged("object", entries(plain)) : plain;
}

/** What keeps an object of a class from being data; `null` where its fields are all there is to it. */
function strangeInstance(value: object): string | null {
  if (call(kindOf, value, []) !== "[object Object]") return "an instance of a class";
  for (
    let parent = getPrototypeOf(value);
    parent !== null && parent !== objectPrototype;
    parent = getPrototypeOf(parent)
  ) {
    const getter = getOwnPropertyNames(parent).find(
      (name) => getOwnPropertyDescriptor(parent, name)?.get !== undefined,
    );
    if (getter !== undefined)
      return `an instance of a class with a getter, "${getter}" (a field can be read, a getter not)`;
  }
  return keys(value).length > 0 ? null : "an instance of a class without fields";
}

/** Sets an own field: a key may be "__proto__", which an assignment would take for something else. */
function put(target: object, key: string, value: unknown): void {
  if (key !== "__proto__") (target as Record<string, unknown>)[key] = value;
  else defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The value that `encode` was given. */
export function decode(json: Json): unknown {
  if (json === null || typeof json !== "object") return json;
  if (isArray(json)) return json.map(decode);
  if (hasOwn(json, tag)) return decodeTagged(json[tag], json.value as Json);
  const result = {};
  for (const key of keys(json)) put(result, key, decode(json[key] as Json));
  return result;
}

/** The arguments of a call, where an `implementation` may stand: only what the grader itself has sent is run. */
export function decodeArguments(json: Json): unknown[] {
  return (json as Json[]).map((argument) => {
    const { [tag]: kind, value } = (argument ?? {}) as { [tag]?: Json; value?: Json };
    return kind === "implementation" ? compiled(value as string) : decode(argument);
  });
}

function compiled(source: string): (...args: unknown[]) => unknown {
  const code = new Function(`"use strict"; return (${source});`)() as (...args: unknown[]) => unknown;
  // Wrapped, so that its text does not tell a learner's property whether it is a wrong one.
  return (...args) => code(...args);
}

/**
 * An implementation for a learner's property to try, as the text of a function: it is compiled in the learner's process,
 * and may stand as an argument of a call, not inside of one.
 */
export function implementation<F extends (...args: never) => unknown>(source: string): F {
  const stand = (): never => {
    throw new TypeError("an implementation runs in the learner's process only");
  };
  return defineProperty(stand, getSource, { value: source }) as unknown as F;
}

function decodeTagged(kind: Json | undefined, value: Json): unknown {
  switch (kind) {
    case "-0":
      return -0;
    case "NaN":
      return Number.NaN;
    case "Infinity":
      return Number.POSITIVE_INFINITY;
    case "-Infinity":
      return Number.NEGATIVE_INFINITY;
    case "bigint":
      return BigInt(value as string);
    case "map":
      return new Map(decode(value) as [unknown, unknown][]);
    case "set":
      return new Set(decode(value) as unknown[]);
    case "bytes":
      return Uint8Array.from(value as number[]);
    case "object": {
      const result = {};
      for (const [key, field] of value as [string, Json][]) put(result, key, decode(field));
      return result;
    }
    case "callback": {
      const { name, answers } = value as { name: string; answers: [Json, Json][] };
      return callback(
        name,
        answers.map(([args, answer]) => [decode(args) as unknown[], decode(answer)]),
      );
    }
    case "unsendable":
      return new Unsendable(value as string);
    default:
      return undefined;
  }
}

/**
 * A function for a learner's code, as a table of answers: `callback("hash", [[[key], -5]])`. Called with anything that
 * is not in the table it throws; arguments after those that the table lists are left aside, so that it can be handed
 * to `map`, which adds an index.
 */
export function callback<A extends readonly unknown[], R>(
  name: string,
  answers: readonly (readonly [args: A, answer: R])[],
): (...args: A) => R {
  const byArguments = new Map(answers.map(([args, answer]) => [toText(args), answer]));
  const listed = Math.max(0, ...answers.map(([args]) => args.length));
  const answer = (...args: A): R => {
    const text = toText(args.slice(0, listed));
    if (!byArguments.has(text)) throw new RangeError(`${name} was called with ${text}, which it was not given for`);
    return byArguments.get(text) as R;
  };
  const table: CallbackTable = { name, answers };
  return defineProperty(answer, getTable, { value: table });
}

/** One line of text for any value: equal texts, equal values. */
export function toText(value: unknown): string {
  return stringify(encode(value));
}

export function fromText(text: string): unknown {
  return decode(parse(text) as Json);
}
