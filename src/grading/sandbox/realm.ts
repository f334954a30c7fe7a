/**
 * The learner's realm: a global object with the language and nothing else. This is loaded into it before a learner's code
 * is, adds the few names of exercises/globals.d.ts, and is the only way in. Texts go in and out, never an object: an object of
 * another realm leads to that realm's own built-ins.
 */
import { answer, failure, type LearnerModule, type Request } from "./learner.js";
import { show } from "./show.js";
import { append, encode, fromText, textOf, toText, Unsendable } from "./wire.js";

const { parse } = JSON;
const { keys } = Object;
const { fromCharCode } = String;
const { charCodeAt } = String.prototype;
const { apply } = Reflect;

/**
 * The way out of the realm. `print` shows a text; `call` calls an implementation, given by its number, with arguments as
 * text, and gives its answer as text, or `null` where it threw; `utf8` and `text` convert between text and bytes, each
 * byte as one character.
 */
export type Outside = (what: "print" | "call" | "utf8" | "text", number: number, text: string) => string | null;

let outside: Outside = () => null;

/** Nothing that is thrown outside comes in: it would be an object of another realm. */
function ask(...question: Parameters<Outside>): string | null {
  try {
    return outside(question[0], question[1], question[2]);
  } catch {
    return null;
  }
}

/**
 * Prepares the realm. A clock and chance would make one grade differ from the next, so the one stands still and the other
 * repeats; and nothing waits.
 */
export function open(way: Outside): void {
  outside = way;
  for (const name of ["Atomics", "SharedArrayBuffer", "WebAssembly"]) Reflect.deleteProperty(globalThis, name);
  Object.assign(globalThis, {
    console: consoleOf(),
    structuredClone: clone,
    TextEncoder: Encoder,
    TextDecoder: Decoder,
  });
  globalThis.Date = StoppedDate as DateConstructor;
  Math.random = repeating();
}

/** The exports of a learner's module, as text: name → `typeof`. */
export function kindsOf(module: LearnerModule): string {
  const kinds: Record<string, string> = {};
  const names = keys(module);
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    kinds[name] = typeof module[name];
  }
  return toText(kinds);
}

/** Answers a request; both are texts. */
export function answerText(module: LearnerModule, request: string): string {
  return textOf(answer(module, parse(request) as Request, (number) => implementation(number as number)));
}

/** What is told of something thrown outside of a call, as text. */
export function failureText(thrown: unknown): string {
  return textOf(failure(thrown));
}

/**
 * A function that is called in a realm of its own, so that nothing tells a learner's property which one it is: neither
 * its text nor its name, nor a stack, nor what it says when it throws.
 */
function implementation(number: number): (...args: unknown[]) => unknown {
  return (...args) => {
    const answered = ask("call", number, toText(args));
    if (answered === null) throw new TypeError("the implementation threw: these are no arguments of its contract");
    return fromText(answered);
  };
}

function clone<T>(value: T): T {
  const copied = fromText(toText(value));
  if (copied instanceof Unsendable) throw new TypeError(`structuredClone: ${copied.description} cannot be copied`);
  return copied as T;
}

class Encoder {
  encode(text = ""): Uint8Array {
    const characters = ask("utf8", 0, `${text}`) ?? "";
    const bytes: number[] = [];
    for (let index = 0; index < characters.length; index++) {
      append(bytes, apply(charCodeAt, characters, [index]) as number);
    }
    return new Uint8Array(bytes);
  }
}

class Decoder {
  decode(bytes: Uint8Array = new Uint8Array()): string {
    let characters = "";
    for (let index = 0; index < bytes.length; index++) characters += fromCharCode(bytes[index] as number);
    return ask("text", 0, characters) ?? "";
  }
}

function consoleOf(): object {
  const print = (...values: unknown[]): void => {
    ask("print", 0, values.map((value) => (typeof value === "string" ? value : show(encodable(value)))).join(" "));
  };
  const quiet = (): void => undefined;
  const assert = (condition: unknown, ...values: unknown[]): void => {
    if (!condition) print("assertion failed:", ...values);
  };
  const prints = ["log", "info", "debug", "warn", "error", "table", "dir", "trace"];
  return {
    ...Object.fromEntries(prints.map((name) => [name, print])),
    ...Object.fromEntries(["time", "timeEnd", "timeLog", "count", "group", "groupEnd"].map((name) => [name, quiet])),
    assert,
  };
}

/** A value as it would cross the border, so that one that holds itself, or throws when it is read, can be shown. */
const encodable = (value: unknown): unknown => {
  if (value instanceof Error) return new Unsendable(`${value.name}: ${value.message}`);
  return fromText(textOf(encode(value)));
};

const TheDate = Date;

class StoppedDate extends TheDate {
  static override now(): number {
    return 0;
  }
  constructor(...parts: unknown[]) {
    super(...((parts.length === 0 ? [0] : parts) as [number]));
  }
}

/** The same numbers in every run (xorshift, 32 bits). */
function repeating(): () => number {
  let state = 0x2545_f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
