import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { Question, Reply, Request } from "../sandbox/learner.js";
import { encode, type Json } from "../sandbox/wire.js";
import { cpuTimeMs, residentBytes } from "./cpu-time.js";
import { type Host, Stopped, settle } from "./host.js";

export interface Limits {
  /** For one call to come back, in milliseconds. */
  readonly timeoutMs: number;
  /** For the code to be loaded, in milliseconds; as long as for a call when left out. */
  readonly loadingMs?: number;
  readonly memoryMb: number;
}

/** Where the time that a process computes is not known, waiting counts as well, so there is more of it. */
export const defaultLimits: Limits = { timeoutMs: process.platform === "linux" ? 2_000 : 5_000, memoryMb: 128 };

/** A learner's process, once its code is loaded. */
export interface ChildHost extends Host {
  /** What the module exports: name → `typeof`. */
  readonly exports: Readonly<Record<string, string>>;
  /** What the code printed, cut after 4,000 characters. */
  printed(): string;
}

interface Waiting {
  readonly question: Question;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

type Told = Extract<Reply, { threw: unknown }> | { readonly notStarted: true };

type Message =
  | { readonly loaded: Record<string, string> }
  | { readonly printed: string }
  | { readonly refused: string }
  | { readonly unloadable: Told }
  | { readonly rejected: Told }
  | { readonly stuck: true }
  | Reply;

/** How often a process that has hardly computed is given the same time again: the machine may be busy with others. */
const patience = 10;
/** A process that computed for this share of its time has had it. */
const enoughShare = 0.75;
/** The same for loading where the system does not tell how long a process has computed. */
const loadingPatience = 4;
/** What Node itself needs besides the heap, and what bytes an exercise may hold there. */
const besidesHeapMb = 192;
const printedLimit = 4_000;
const forgotten = "a promise was rejected and nobody caught it";
const neverLoads = "loading it does not come to an end: an await outside of the functions waits for what never comes";
const lineLimit = 64_000_000;

/** What a learner's process needs of a stage. */
export interface Staged {
  readonly folder: string;
  readonly entry: string;
  place(compiled: string): string;
}

/**
 * Starts a process that holds one exercise and nothing else. The exercise runs in a realm without Node (realms.ts). The
 * process around it may read only its own folder, write nothing, start no process and no thread (Node's permission
 * model), makes no code of text, has a limit on memory, and is killed when a call does not come back.
 *
 * @param module the compiled exercise, inside of the stage's folder
 * @throws Stopped when the code cannot be loaded
 */
export async function childHost(
  { folder, entry, place }: Staged,
  module: string,
  limits: Limits = defaultLimits,
): Promise<ChildHost> {
  const child = spawn(process.execPath, [...flags(folder, limits), entry, folder, module], {
    cwd: folder,
    env: {},
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  const host = new Running(child, limits, place);
  const exports = await host.loaded;
  return {
    exports,
    ask: (question) => host.ask(question),
    close: () => host.close(),
    printed: () => host.printed,
  };
}

function flags(folder: string, limits: Limits): string[] {
  const [major = 0] = process.versions.node.split(".").map(Number);
  return [
    major >= 24 ? "--permission" : "--experimental-permission",
    `--allow-fs-read=${folder}`,
    `--max-old-space-size=${limits.memoryMb}`,
    "--experimental-vm-modules",
    "--disallow-code-generation-from-strings",
    "--no-warnings",
  ];
}

const outOfMemory = ({ memoryMb }: Limits): string => `it ran out of memory (${memoryMb} MB)`;

/** A line that begins with this is no request: the text of an implementation follows, as JSON. */
const implementationMark = "+";

class Running {
  printed = "";
  readonly loaded: Promise<Record<string, string>>;
  readonly #child: ChildProcess;
  readonly #input: Writable;
  readonly #limits: Limits;
  readonly #place: (compiled: string) => string;
  /** Texts of implementations that the process has, by number. */
  readonly #implementations: string[] = [];
  readonly #gone: Promise<void>;
  readonly #waiting: Waiting[] = [];
  #outgoing: string[] = [];
  #incoming: string[] = [];
  #errors = "";
  #timer: NodeJS.Timeout | null = null;
  readonly #weighing: NodeJS.Timeout;
  #stopped: Stopped | null = null;
  #load: { resolve(exports: Record<string, string>): void; reject(error: Error): void } | null = null;

  constructor(child: ChildProcess, limits: Limits, place: (compiled: string) => string) {
    this.#child = child;
    this.#limits = limits;
    this.#place = place;
    this.#input = child.stdio[3] as Writable;
    this.#input.on("error", () => undefined);
    this.loaded = new Promise((resolve, reject) => {
      this.#load = { resolve, reject };
    });
    (child.stdio[4] as Readable).setEncoding("utf8").on("data", (chunk: string) => this.#receive(chunk));
    child.stdout?.resume();
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      if (this.#errors.length < printedLimit * 4) this.#errors += chunk;
    });
    // The heap has a limit of its own; typed arrays have none, where they are not weighed.
    this.#weighing = setInterval(() => {
      const bytes = residentBytes(child.pid) ?? 0;
      if (bytes > (limits.memoryMb + besidesHeapMb) * 1e6) {
        this.#stop("crashed", outOfMemory(limits));
        child.kill("SIGKILL");
      }
    }, 50);
    this.#weighing.unref();
    this.#gone = new Promise((resolve) => {
      child.on("error", (error) => this.#stop("crashed", `its process could not be started: ${error.message}`));
      child.on("close", (code, signal) => {
        clearInterval(this.#weighing);
        this.#stop("crashed", this.#lastWords(code, signal));
        resolve();
      });
    });
    this.#expect();
  }

  ask(question: Question): Promise<unknown> {
    if (this.#stopped !== null) return Promise.reject(this.#stopped);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      // Requests of one turn leave in one write.
      if (this.#outgoing.length === 0) setImmediate(() => this.#flush());
      this.#outgoing.push(JSON.stringify(this.#request(question)));
      if (this.#timer === null && this.#load === null) this.#expect();
    });
  }

  #request(question: Question): Request {
    if ("value" in question) return question;
    if ("scan" in question) return { ...question, state: encode(question.state), steps: encode(question.steps) };
    const args = encode(question.args) as Json[];
    return { call: question.call, args: args.map((argument) => this.#numbered(argument)) };
  }

  /** An implementation is sent apart from the arguments among which it is, and once: there it is a number. */
  #numbered(argument: Json): Json {
    const { $: kind, value } = (argument ?? {}) as { readonly $?: Json; readonly value?: Json };
    if (kind !== "implementation" || typeof value !== "string") return argument;
    let number = this.#implementations.indexOf(value);
    if (number < 0) {
      number = this.#implementations.push(value) - 1;
      this.#outgoing.push(`${implementationMark}${JSON.stringify(value)}`);
    }
    return { $: "implementation", value: number };
  }

  async close(): Promise<void> {
    this.#expect(false);
    this.#input.end();
    this.#child.kill("SIGKILL");
    await this.#gone;
  }

  #flush(): void {
    const lines = this.#outgoing;
    this.#outgoing = [];
    if (this.#stopped === null) this.#input.write(`${lines.join("\n")}\n`);
  }

  /** Waits for the next answer, for as long as one call may take. */
  #expect(more = true): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (more) this.#wait(cpuTimeMs(this.#child.pid), 1);
  }

  /** Time runs out when the process has computed for so long, or waited for much longer. */
  #wait(computedBefore: number | null, turn: number): void {
    const isLoading = this.#load !== null;
    const timeoutMs = (isLoading ? this.#limits.loadingMs : undefined) ?? this.#limits.timeoutMs;
    this.#timer = setTimeout(() => {
      const computed = cpuTimeMs(this.#child.pid);
      const measured = computed !== null && computedBefore !== null;
      const enough = measured && computed - computedBefore >= timeoutMs * enoughShare;
      const turns = measured ? patience : isLoading ? loadingPatience : 1;
      if (!enough && turn < turns) {
        this.#wait(computedBefore, turn + 1);
        return;
      }
      const what = isLoading ? "loading it did not come to an end" : "a call did not come back";
      this.#stop("hung", `${what} within ${timeoutMs / 1_000} s`);
      this.#child.kill("SIGKILL");
    }, timeoutMs);
  }

  #receive(chunk: string): void {
    const cut = chunk.indexOf("\n");
    if (cut < 0) {
      this.#incoming.push(chunk);
      if (this.#incoming.reduce((sum, part) => sum + part.length, 0) > lineLimit) {
        this.#stop("crashed", "an answer was larger than 64 MB");
        this.#child.kill("SIGKILL");
      }
      return;
    }
    const lines = [...this.#incoming, chunk].join("").split("\n");
    this.#incoming = [lines.pop() ?? ""];
    for (const line of lines) this.#accept(line);
    // Once for all that came at once: to ask how long the process has computed takes longer than to take an answer.
    if (this.#stopped === null && this.#load === null) this.#expect(this.#waiting.length > 0);
  }

  #accept(line: string): void {
    if (this.#stopped !== null) return;
    let message: Message;
    try {
      message = JSON.parse(line) as Message;
    } catch {
      this.#forged();
      return;
    }
    if (typeof message !== "object" || message === null) this.#forged();
    else if ("printed" in message) this.printed = (this.printed + message.printed).slice(0, printedLimit);
    else if ("refused" in message) this.#stop("broken", message.refused);
    else if ("unloadable" in message) this.#stop("broken", this.#said(message.unloadable));
    else if ("rejected" in message) this.#stop("crashed", `${forgotten}: ${this.#said(message.rejected)}`);
    else if ("stuck" in message) this.#stop("hung", neverLoads);
    else if ("loaded" in message) this.#begin(message.loaded);
    // An answer that nobody waits for, or before there was a question.
    else if (this.#load !== null || this.#waiting.length === 0) this.#forged();
    else this.#answer(message);
  }

  #said(told: Told): string {
    if ("notStarted" in told) return "it throws NotStarted outside of its function";
    const { name, message, at } = told.threw;
    return `${name}: ${message}${at === null ? "" : ` (${this.#place(at)})`}`;
  }

  #forged(): void {
    this.#stop("crashed", "it wrote into the grader's own channel");
    this.#child.kill("SIGKILL");
  }

  #begin(exports: Record<string, string>): void {
    this.#load?.resolve(exports);
    this.#load = null;
  }

  #answer(reply: Reply): void {
    const waiting = this.#waiting.shift();
    try {
      waiting?.resolve(settle(reply, this.#place));
    } catch (error) {
      waiting?.reject(error as Error);
    }
  }

  #stop(kind: Stopped["kind"], reason: string): void {
    if (this.#stopped !== null) return;
    this.#expect(false);
    this.#stopped = new Stopped(kind, reason, this.#waiting[0]?.question ?? null);
    this.#load?.reject(this.#stopped);
    this.#load = null;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#stopped);
  }

  #lastWords(code: number | null, signal: NodeJS.Signals | null): string {
    if (/heap out of memory|Allocation failed/.test(this.#errors)) {
      return outOfMemory(this.#limits);
    }
    if (signal !== null) return `its process was ended by ${signal}`;
    return `its process ended with code ${code}: a function returns, it never exits`;
  }
}
