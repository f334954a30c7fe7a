/**
 * How values cross the border between the grader and a learner's process: JSON, with a tag for what JSON has no word
 * for (−0, NaN, ±Infinity, undefined, bigint, Map, Set, bytes, a table of answers that stands for a function).
 *
 * It runs beside a learner's code, which may replace every built-in. So those are taken at load, before that code is
 * there, and lists are walked by index: `for … of` and `...` ask the list's own iterator, which can be replaced too.
 */
const { parse, stringify } = JSON;
const {
  is: isSame,
  keys,
  entries,
  hasOwn,
  create,
  defineProperty,
  getPrototypeOf,
  prototype: objectPrototype,
} = Object;
const { getOwnPropertyNames, getOwnPropertyDescriptor } = Object;
const { toString: kindOf } = objectPrototype;
const { apply: call } = Reflect;
const { Map: TheMap, Set: TheSet, Uint8Array: TheBytes, Promise: ThePromise, Date: TheDate } = globalThis;
const { [Symbol.hasInstance]: hasInstance } = Function.prototype;
const { forEach: forEachOfMap, set: setInMap } = Map.prototype;
const { forEach: forEachOfSet, add: addToSet } = Set.prototype;
const isArray = Array.isArray;
const getTable = Symbol.for("tidemark.callback");
const getSource = Symbol.for("tidemark.implementation");

/** `instanceof`, past a `Symbol.hasInstance` that a learner's code gave to the class. */
export function isA<T>(value: unknown, kind: abstract new (...args: never) => T): value is T {
  return call(hasInstance, kind, [value]) as boolean;
}

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
    if (isSame(value, -0)) return tagged("-0");
    return value - value === 0 ? value : tagged(`${value}`);
  }
  if (value === undefined) return tagged("undefined");
  if (typeof value === "bigint") return tagged("bigint", `${value}`);
  if (typeof value === "symbol") return tagged("unsendable", "a symbol");
  if (typeof value === "function") return encodeFunction(value);
  for (let index = 0; index < open.length; index++) {
    if (open[index] === value) return tagged("unsendable", "an object that holds itself");
  }
  if (open.length > 200) return tagged("unsendable", "an object nested more than 200 levels deep");
  append(open, value);
  const json = encodeObject(value, open);
  open.length--;
  return json;
}

function encodeFunction(value: object): Json {
  const { [getTable]: table, [getSource]: source } = value as { [getTable]?: CallbackTable; [getSource]?: string };
  if (source !== undefined) return tagged("implementation", source);
  if (table === undefined) return tagged("unsendable", "a function");
  const answers: Json[] = [];
  for (let index = 0; index < table.answers.length; index++) {
    const row = table.answers[index];
    append(answers, [encode(row?.[0]), encode(row?.[1])]);
  }
  return tagged("callback", { name: table.name, answers });
}

function encodeObject(value: object, open: object[]): Json {
  if (isArray(value)) {
    const items: Json[] = [];
    for (let index = 0; index < value.length; index++) append(items, encodeWithin(value[index], open));
    return items;
  }
  const parent: unknown = getPrototypeOf(value);
  if (parent !== objectPrototype && parent !== null) {
    if (isA(value, TheMap)) return tagged("map", encodeWithin(entriesOf(value), open));
    if (isA(value, TheSet)) return tagged("set", encodeWithin(itemsOf(value), open));
    if (isA(value, TheBytes)) return tagged("bytes", numbersOf(value));
    if (isA(value, ThePromise)) return tagged("unsendable", "a promise (this function answers at once, without await)");
    if (isA(value, TheDate)) return tagged("unsendable", "a Date (times are plain numbers here)");
    const strange = strangeInstance(value);
    if (strange !== null) return tagged("unsendable", strange);
  }
  const plain: { [key: string]: Json } = {};
  const names = keys(value);
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    put(plain, name, encodeWithin((value as Record<string, unknown>)[name], open));
  }
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
    const names = getOwnPropertyNames(parent);
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as string;
      if (getOwnPropertyDescriptor(parent, name)?.get !== undefined)
        return `an instance of a class with a getter, "${name}" (a field can be read, a getter not)`;
    }
  }
  return keys(value).length > 0 ? null : "an instance of a class without fields";
}

function entriesOf(map: Map<unknown, unknown>): unknown[] {
  const items: unknown[] = [];
  call(forEachOfMap, map, [(value: unknown, key: unknown) => append(items, [key, value])]);
  return items;
}

function itemsOf(set: Set<unknown>): unknown[] {
  const items: unknown[] = [];
  call(forEachOfSet, set, [(value: unknown) => append(items, value)]);
  return items;
}

function numbersOf(bytes: Uint8Array): number[] {
  const items: number[] = [];
  for (let index = 0; index < bytes.length; index++) append(items, bytes[index] as number);
  return items;
}

/** Adds to the end of a list, past any setter that a learner's code gave to the numbers of all lists. */
export function append<T>(list: T[], value: T): void {
  put(list, list.length, value);
}

/** A description of a field without a parent, from which it could inherit a getter. */
const plainField = create(null) as PropertyDescriptor;
plainField.enumerable = plainField.configurable = plainField.writable = true;

/** Sets an own field, past any setter: "__proto__" is one for all objects. */
function put(target: object, key: string | number, value: unknown): void {
  plainField.value = value;
  defineProperty(target, key, plainField);
  plainField.value = undefined;
}

/** The value that `encode` was given. */
export function decode(json: Json): unknown {
  if (json === null || typeof json !== "object") return json;
  if (isArray(json)) return decodeAll(json, decode);
  if (hasOwn(json, tag)) return decodeTagged(json[tag], json.value as Json);
  const result = {};
  const names = keys(json);
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    put(result, name, decode(json[name] as Json));
  }
  return result;
}

function decodeAll(items: readonly Json[], each: (item: Json) => unknown): unknown[] {
  const result: unknown[] = [];
  for (let index = 0; index < items.length; index++) append(result, each(items[index] as Json));
  return result;
}

/** A function that a learner's code calls. */
type Callable = (...args: unknown[]) => unknown;

function decodeMap(items: readonly (readonly [Json, Json])[]): Map<unknown, unknown> {
  const map = new TheMap<unknown, unknown>();
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    call(setInMap, map, [decode(item?.[0] ?? null), decode(item?.[1] ?? null)]);
  }
  return map;
}

function decodeSet(items: readonly Json[]): Set<unknown> {
  const set = new TheSet<unknown>();
  for (let index = 0; index < items.length; index++) call(addToSet, set, [decode(items[index] as Json)]);
  return set;
}

function decodeBytes(numbers: readonly number[]): Uint8Array {
  const bytes = new TheBytes(numbers.length);
  for (let index = 0; index < numbers.length; index++) bytes[index] = numbers[index] as number;
  return bytes;
}

/**
 * The arguments of a call, among which an `implementation` may be: only what the grader itself has sent is run.
 *
 * @param implement makes a function of what stands for an implementation; left out, of its text
 */
export function decodeArguments(json: Json, implement: (code: Json) => Callable = compiled): unknown[] {
  return decodeAll(json as Json[], (argument) => {
    const tagged = argument !== null && typeof argument === "object" && !isArray(argument) && hasOwn(argument, tag);
    return tagged && argument[tag] === "implementation" ? implement(argument.value as Json) : decode(argument);
  });
}

function compiled(source: Json): Callable {
  const code = new Function(`"use strict"; return (${source as string});`)() as Callable;
  // Wrapped, so that its text does not tell a learner's property whether it is a wrong one.
  return (...args) => code(...args);
}

/**
 * An implementation for a learner's property to try, as the text of a function: it is compiled beside the learner's code,
 * and may be an argument of a call, not a part of one.
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
      return decodeMap(value as [Json, Json][]);
    case "set":
      return decodeSet(value as Json[]);
    case "bytes":
      return decodeBytes(value as number[]);
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
  return textOf(encode(value));
}

/** `JSON.stringify` for what `encode` gives, without asking any object for a `toJSON`, which a learner's code may add. */
export function textOf(json: Json): string {
  if (typeof json === "string") return stringify(json);
  if (json === null || typeof json !== "object") return `${json}`;
  let text = "";
  if (isArray(json)) {
    for (let index = 0; index < json.length; index++) text += `${index === 0 ? "" : ","}${textOf(json[index] as Json)}`;
    return `[${text}]`;
  }
  const names = keys(json);
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    text += `${index === 0 ? "" : ","}${stringify(name)}:${textOf(json[name] as Json)}`;
  }
  return `{${text}}`;
}

export function fromText(text: string): unknown {
  return decode(parse(text) as Json);
}
