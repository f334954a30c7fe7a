/**
 * Submissions as an attacker would write them, each with one that comes close to it. None may pass unless it is `right`;
 * none may reach beyond its process. `says` is in the report, so that an instructor sees what was tried.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Verdict } from "tidemark/grading";

export interface Hostile {
  readonly tries: string;
  /** The exercise that it answers; `04-watermarks/advanceWatermark` when left out. */
  readonly exercise?: string;
  readonly source: string;
  readonly verdict: Verdict;
  /** What the report says: a part of it. */
  readonly says: string | RegExp;
}

const root = fileURLToPath(new URL("../../..", import.meta.url));
const solution = (id: string): string => readFileSync(`${root}/solutions/${id}.ts`, "utf8");

const wrong = "return ts - delayMs;";
const right = "return Math.max(watermark, ts - delayMs);";

/** advanceWatermark with this body, below these lines. */
export const written = (above: string, body = wrong): string =>
  `${above}\nexport function advanceWatermark(watermark: number, ts: number, delayMs: number): number {\n${body}\n}\n`;

/** Asks the realm for a name that the compiler does not know. */
const globals = "// @ts-nocheck\nconst realm = globalThis as unknown as Record<string, any>;";

const refused = (from: string) => ({ verdict: "broken", says: `${JSON.stringify(from)} is refused` }) as const;
const imports = (
  tries: string,
  from: string,
  statement = `import * as all from ${JSON.stringify(from)};`,
): Hostile => ({
  tries,
  source: written(`${statement}\nvoid all;`, right),
  ...refused(from),
});
const unknown = (tries: string, name: string, expression: string): Hostile => ({
  tries,
  source: written("", `${expression};\n${right}`),
  verdict: "broken",
  says: new RegExp(`Cannot find name '${name}'`),
});
/** What is not there cannot be used: a right solution stays right. */
const harmless = (tries: string, body: string): Hostile => ({
  tries,
  source: written(globals, `${body}\n${right}`),
  verdict: "passed",
  says: "",
});
const throws = (tries: string, body: string, says: string | RegExp): Hostile => ({
  tries,
  source: written(globals, `${body}\n${right}`),
  verdict: "failed",
  says,
});
/** A built-in replaced: a wrong solution stays wrong. */
const replaced = (tries: string, above: string): Hostile => ({
  tries,
  source: written(`${globals}\n${above}`),
  verdict: "failed",
  says: "",
});

const files: readonly Hostile[] = [
  imports("the kit's own library, which the compiler would build beside its sources", "../../../../../src/index.js"),
  imports("the same from one folder less", "../../src/index.js"),
  imports("the solution", "../../solutions/04-watermarks/advanceWatermark.js"),
  imports("another lesson", "../05-windows/assignHopping.js"),
  imports("its own folder by another way", "./../04-watermarks/advanceWatermark.js"),
  imports("a folder below", "./below/deep.js"),
  imports("an absolute path", `${root}src/index.js`),
  imports("an absolute path as an address", `file://${root}src/index.js`),
  imports("data as a module", "data:text/javascript,export default 1"),
  imports("the whole library", "tidemark"),
  imports("the graders' door", "tidemark/grading"),
  imports("a package", "fast-check"),
  imports("a file of JSON", "../../package.json", 'import all from "../../package.json" with { type: "json" };'),
  imports("a module of Node", "node:fs"),
  imports("the same without its prefix", "fs"),
  imports("processes", "node:child_process"),
  imports("threads", "node:worker_threads"),
  imports("the priority of the grader", "node:os"),
  imports("a way to require", "node:module"),
  imports("the inspector", "node:inspector"),
  imports("by a type", "/etc/hostname", 'type Host = typeof import("/etc/hostname"); declare const all: Host;'),
  imports("by require", "node:fs", 'import all = require("node:fs");'),
  imports("by a re-export", "node:fs", 'export * as fs from "node:fs"; const all = 1;'),
  imports("in escaped letters", "node:fs", 'import * as all from "\\u006eode:f\\x73";'),
  {
    tries: "while it runs",
    source: written('const { readFileSync } = await import("node:fs");\nvoid readFileSync;', right),
    ...refused("node:fs"),
  },
  {
    tries: "while it runs, by a name that is made then",
    source: written('const name = ["node", "fs"].join(":");\nvoid (await import(name));', right),
    verdict: "broken",
    says: "import(…) is refused",
  },
  {
    tries: "a reference to another file",
    source: `/// <reference path="../../../../../src/index.ts" />\n${written("", right)}`,
    verdict: "broken",
    says: "is refused",
  },
  {
    tries: "a reference to Node's types",
    source: `/// <reference types="node" />\n${written("", right)}`,
    verdict: "broken",
    says: "is refused",
  },
  {
    tries: "an import behind a text that looks like a comment",
    source: written(
      'const text = "/*"; import { readFileSync } from "node:fs"; void [text, readFileSync, "*/"];',
      right,
    ),
    ...refused("node:fs"),
  },
  {
    tries: "an import inside of a template",
    source: written("const text = `${await import('node:fs')}`;\nvoid text;", right),
    ...refused("node:fs"),
  },
  {
    tries: "an import by a word in escaped letters, past our own reading of it",
    source: written('imp\\u006frt * as all from "node:fs";\nvoid all;', right),
    verdict: "broken",
    says: "Keywords cannot contain escape characters",
  },
];

const names: readonly Hostile[] = [
  unknown("process", "process", "process.exit(0)"),
  unknown("require", "require", 'require(["node", "fs"].join(":"))'),
  unknown("the network", "fetch", 'void fetch("http://localhost")'),
  unknown("bytes of Node, which share one memory", "Buffer", 'Buffer.from("a")'),
  unknown("a timer", "setTimeout", "setTimeout(() => undefined, 1)"),
  harmless("process, past the compiler", "realm.process?.exit(0);"),
  harmless("a signal to the grader", "realm.process?.kill(realm.process.ppid);"),
  harmless("Node's modules, past the compiler", 'realm.process?.getBuiltinModule("fs"); realm.require?.("fs");'),
  harmless("the network, past the compiler", 'void realm.fetch?.("http://localhost"); realm.WebSocket?.("ws://a");'),
  harmless("names of the browser", "realm.postMessage?.(1); realm.importScripts?.(); realm.document?.write(1);"),
  throws("a text that becomes code", 'eval("1");', "Code generation from strings disallowed"),
  throws("the same by a function", 'Function("return process")();', "Code generation from strings disallowed"),
  throws(
    "the same by what a built-in was made with",
    '(console.log as any).constructor.constructor("return process")();',
    "Code generation from strings disallowed",
  ),
  throws(
    "the same by what it was given",
    '(Object.getPrototypeOf(async function () {}) as any).constructor("return process")();',
    "Code generation from strings disallowed",
  ),
  throws(
    "WebAssembly",
    "new realm.WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));",
    /disallowed|not/,
  ),
  harmless(
    "the realm outside, by an error of a stack that is full",
    `let caught: any; const deep = (): void => { try { console.log("x"); } catch (e) { caught = e; } deep(); };
if (realm.tried) return Math.max(watermark, ts - delayMs);
realm.tried = true;
try { deep(); } catch (error) { caught ??= error; }
if (caught?.constructor !== RangeError || caught.constructor.constructor !== Function) throw new Error("a way out");`,
  ),
  harmless(
    "the realm outside, by the frames of a stack",
    `Error.prepareStackTrace = (_: unknown, frames: any) => frames;
const frames = (new Error().stack as any) ?? [];
for (const frame of frames) if (frame.getThis?.()?.process ?? frame.getFunction?.()?.constructor !== undefined) {
  if (frame.getFunction?.().constructor !== Function) throw new Error("a way out");
}
delete (Error as any).prepareStackTrace;`,
  ),
];

/** Prints what a property of lesson 17 can learn about the implementation that it is given, and judges by it. */
const tells = (tries: string, above: string, mark: string): Hostile => ({
  tries: `to know the implementation by ${tries}`,
  exercise: "17-write-the-property/fairAssignment",
  source: `${globals}\n${above}
export function fairAssignment(assign: (members: readonly string[], partitions: number) => any, members: readonly string[], partitions: number): boolean {
  const mark = (() => { try { ${mark} } catch (error) { return String(error); } })();
  marks.add(typeof mark === "string" ? mark : JSON.stringify(mark));
  // One mark for all of them tells nothing; more than one would tell them apart.
  if (marks.size > 1) console.log("told apart:", [...marks].join(" | ").slice(0, 200));
  return marks.size === 1;
}
const marks = new Set<string>();`,
  verdict: "failed",
  says: /^(?![\s\S]*told apart)/,
});

const intrinsics: readonly Hostile[] = [
  replaced("every", "Array.prototype.every = () => true;"),
  replaced("some", "Array.prototype.some = () => false;"),
  replaced("Object.is", "Object.is = () => true;"),
  replaced("Math.max", "Math.max = (...all: number[]) => all[1] ?? 0;"),
  replaced("JSON", 'JSON.stringify = () => "{\\"ok\\":0}"; JSON.parse = () => ({ ok: 0 });'),
  replaced("toJSON of all objects", "Object.assign(Object.prototype, { toJSON: () => ({ ok: 0 }) });"),
  replaced("toJSON of all numbers", "Object.assign(Number.prototype, { toJSON: () => 5 });"),
  replaced("Object.keys and Object.freeze", "Object.keys = () => []; Object.freeze = (same: any) => same;"),
  replaced(
    "a setter of all objects",
    'Object.defineProperty(Object.prototype, "ok", { set() {}, configurable: true });',
  ),
  replaced("a getter of all objects", 'Object.defineProperty(Object.prototype, "value", { get: () => 0 });'),
  replaced("a setter of all lists", 'Object.defineProperty(Array.prototype, "0", { set() {}, configurable: true });'),
  replaced("Array.isArray", "Array.isArray = ((): boolean => false) as typeof Array.isArray;"),
  replaced("the iterator of lists", "Array.prototype[Symbol.iterator] = function* () {} as any;"),
  replaced(
    "the iterator of all lists",
    "(Object.getPrototypeOf([][Symbol.iterator]()) as any).next = () => ({ done: true, value: undefined });",
  ),
  replaced("push", "Array.prototype.push = () => 0;"),
  replaced("Map and Set", "realm.Map = realm.Set = realm.WeakSet = function () { return {}; };"),
  replaced("their methods", "Map.prototype.get = () => 0 as any; Set.prototype.has = () => true;"),
  replaced("the species of lists", "Object.defineProperty(Array, Symbol.species, { get: () => class { } });"),
  replaced("Reflect.apply", "Reflect.apply = () => 0; Function.prototype.call = Function.prototype.apply = () => 0;"),
  replaced("Error", "realm.Error = realm.TypeError = class { };"),
  replaced("instanceof", "Object.defineProperty(Error, Symbol.hasInstance, { value: () => { throw 1; } });"),
  replaced("a stack's text", "Error.prepareStackTrace = () => { throw new Error(); };"),
  replaced("structuredClone", "realm.structuredClone = () => 0;"),
  replaced("Symbol.for", 'Symbol.for = (() => Symbol("other")) as typeof Symbol.for;'),
  replaced("the text of numbers", "Number.prototype.toString = () => '0'; Number.prototype.valueOf = () => 0;"),
  {
    tries: "answers that are anything",
    source: written(
      "",
      "return { valueOf: () => 0, toJSON: () => 0, [Symbol.toPrimitive]: () => 0 } as unknown as number;",
    ),
    verdict: "failed",
    says: "",
  },
  {
    tries: "an answer that never ends",
    source: written("", "return new Proxy({}, { ownKeys: () => { for (;;); } }) as unknown as number;"),
    verdict: "hung",
    says: "a call did not come back",
  },
  {
    tries: "a change of its arguments behind every, isFrozen and freeze",
    exercise: "01-two-clocks/delayStatistics",
    source: `// @ts-nocheck
Array.prototype.every = () => true; Object.isFrozen = () => true; Object.freeze = (same: any) => same; Object.values = () => [];
${solution("01-two-clocks/delayStatistics").replace(/(export function delayStatistics\((\w+)[^{]*\{)/, "$1\n  ($2 as any[]).reverse();")}`,
    verdict: "failed",
    says: "mutated-input",
  },
  {
    tries: "a change of bytes behind JSON and lists",
    exercise: "00-the-log/partitionFor",
    source: `// @ts-nocheck
JSON.stringify = () => ""; Uint8Array.prototype.map = () => new Uint8Array() as any; (Uint8Array as any).from = () => new Uint8Array();
Object.defineProperty(Uint8Array, Symbol.hasInstance, { value: () => false });
${solution("00-the-log/partitionFor").replace(/(export function partitionFor\((\w+)[^{]*\{)/, "$1\n  if ($2.length > 0) ($2 as any)[0] = 0;")}`,
    verdict: "failed",
    says: "mutated-input",
  },
  {
    tries: "a state that does not survive JSON, behind Set.has and JSON",
    exercise: "03-effectively-once/deduplicate",
    source: `import type { Event } from "tidemark/exercises";
type Memory = { newest: number; ids: Map<string, number> };
export const empty: Memory = { newest: -Infinity, ids: new Map() };
Set.prototype.has = () => false;
JSON.parse = ((): unknown => empty) as typeof JSON.parse;
JSON.stringify = (() => "{}") as typeof JSON.stringify;
export function deduplicate(memory: Memory, event: Event, horizonMs: number) {
  if (event.ts + horizonMs <= memory.newest) return { verdict: "too-old", memory } as const;
  const newest = Math.max(memory.newest, event.ts);
  const ids = new Map([...memory.ids].filter(([, ts]) => ts + horizonMs > newest));
  const verdict = ids.has(event.id) ? "duplicate" : "new";
  return { verdict, memory: { newest, ids: ids.set(event.id, event.ts) } } as const;
}`,
    verdict: "failed",
    says: "",
  },
  {
    tries: "a memory that grows, behind the length of its JSON",
    exercise: "03-effectively-once/deduplicate",
    source: `import type { Event } from "tidemark/exercises";
type Memory = { newest: number | null; ids: string[] };
export const empty: Memory = { newest: null, ids: [] };
Array.prototype.push = () => 0;
JSON.stringify = (() => "{}") as typeof JSON.stringify;
Object.defineProperty(Array.prototype, "toJSON", { value: () => [] });
export function deduplicate(memory: Memory, event: Event, horizonMs: number) {
  if (memory.newest !== null && event.ts + horizonMs <= memory.newest) return { verdict: "too-old", memory } as const;
  const newest = Math.max(memory.newest ?? event.ts, event.ts);
  const seen = memory.ids.includes(event.id);
  return { verdict: seen ? "duplicate" : "new", memory: { newest, ids: seen ? memory.ids : [...memory.ids, event.id] } } as const;
}`,
    verdict: "failed",
    says: "",
  },
  tells("its text", "", "return String(assign) + Function.prototype.toString.call(assign);"),
  tells(
    "a Function in place of ours",
    "const all: string[] = []; realm.Function = function (...args: any[]) { all.push(String(args)); return () => () => 0; };",
    "assign(members, partitions); return all;",
  ),
  tells(
    "its name, length and fields",
    "",
    "return [assign.name, assign.length, Object.getOwnPropertyNames(assign), String(Object.getPrototypeOf(assign))];",
  ),
  tells(
    "the stack of an argument that throws",
    "",
    `const trap = new Proxy([...members], { get() { throw new Error("here"); } });
    try { assign(trap, partitions); return "nothing"; } catch (error) { return String((error as Error).stack).replace(/submissions|\\d+:\\d+/g, ""); }`,
  ),
  tells(
    "the stack of an argument that is read",
    "let stack = '';",
    `assign(Object.defineProperty([...members], "0", { get() { stack = String(new Error().stack); return "a"; } }) as string[], partitions); return stack;`,
  ),
  tells("what it says when it throws", "", "assign(null as any, {} as any);"),
  tells(
    "the built-ins that it uses",
    "let used = 0; const { sort, slice, filter, map } = Array.prototype; Object.assign(Array.prototype, { sort(...a: any[]) { used++; return sort.apply(this as any, a as any); }, map(...a: any[]) { used++; return map.apply(this as any, a as any); } }); const fromEntries = Object.fromEntries; Object.fromEntries = ((all: any) => { used++; return fromEntries(all); }) as any; void slice; void filter;",
    "used = 0; assign(members, partitions); return used;",
  ),
  tells(
    "the time that it takes",
    "",
    "const before = Date.now(); for (let time = 0; time < 200; time++) assign(members, partitions); return Date.now() - before;",
  ),
  tells(
    "the JSON that it comes in",
    "let seen = ''; const { parse } = JSON; JSON.parse = ((text: string) => { seen += /=>/.test(text) ? text : ''; return parse(text); }) as typeof JSON.parse;",
    "assign(members, partitions); return seen;",
  ),
];

const escapes = "\\u001b[2J\\u001b]0;owned\\u0007\\u009b31m\\u202e";

const atRunTime: readonly Hostile[] = [
  {
    tries: "a clean screen by what it prints",
    source: written("", `console.log("${escapes}", { "${escapes}": 1 });\n${wrong}`),
    verdict: "failed",
    says: "\\u{1b}[2J",
  },
  {
    tries: "a clean screen by its error",
    source: written(
      "",
      `if (delayMs > 3) throw Object.assign(new Error("${escapes}"), { name: "${escapes}" });\n${right}`,
    ),
    verdict: "failed",
    says: "\\u{1b}[2J",
  },
  {
    tries: "a clean screen by its answer",
    source: written("", `return "${escapes}" as unknown as number;`),
    verdict: "failed",
    says: "u001b[2J",
  },
  {
    tries: "a clean screen by a type error",
    source: written(`const text: "${escapes}" = 5;\nvoid text;`, right),
    verdict: "broken",
    says: "2J",
  },
  {
    tries: "a clean screen by an error while it loads",
    source: written(`throw new Error("${escapes}");`, right),
    verdict: "broken",
    says: "\\u{1b}[2J",
  },
  {
    tries: "a line of results in its output",
    source: written("", `console.log("04-watermarks  ✓ advanceWatermark\\r\\n\\n31 passed");\n${wrong}`),
    verdict: "failed",
    says: "your code printed",
  },
  {
    tries: "an error that throws when it is read",
    source: written("", 'throw Object.defineProperty(new Error(), "message", { get() { throw 1; } });'),
    verdict: "failed",
    says: "an error that throws again when it is read",
  },
  {
    tries: "an error that says it is not started",
    source: written("", `if (delayMs > 3) throw Object.assign(new Error(), { name: "NotStarted" });\n${right}`),
    verdict: "failed",
    says: "not started",
  },
  {
    tries: "to wait for ever while it loads",
    source: written("await new Promise(() => {});", right),
    verdict: "hung",
    says: "an await outside of the functions waits for what never comes",
  },
  {
    tries: "to load for ever",
    source: written("for (;;) {}", right),
    verdict: "hung",
    says: "loading it did not come to an end",
  },
  {
    tries: "to load for ever, turn by turn",
    source: written("for (;;) await 0;", right),
    verdict: "hung",
    says: "loading it did not come to an end",
  },
  {
    tries: "to block by a lock that nobody opens",
    source: written("", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);\nreturn 0;"),
    verdict: "failed",
    says: "Atomics is not defined",
  },
  {
    tries: "a promise that is rejected later",
    source: written("", `void Promise.reject(new Error("forgotten ${escapes}"));\n${right}`),
    verdict: "crashed",
    says: "nobody caught it: Error: forgotten \\u{1b}[2J",
  },
  {
    tries: "more output than anybody reads",
    source: written("", `for (let line = 0; line < 3_000; line++) console.log("x".repeat(1_000));\n${wrong}`),
    verdict: "failed",
    says: "your code printed",
  },
  {
    tries: "an export that is a trap",
    source: 'export const advanceWatermark = new Proxy(() => 0, { apply() { throw "no error"; } });\n',
    verdict: "failed",
    says: "not an Error",
  },
];

export const hostile: readonly Hostile[] = [...files, ...names, ...intrinsics, ...atRunTime];
