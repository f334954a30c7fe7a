import { type Host, Stopped, settle } from "../../src/grading/host/host.js";
import type { Question, Reply } from "../../src/grading/sandbox/learner.js";
import { requestOf } from "../../src/grading/sandbox/request.js";
import type { Load, Loaded, Printed } from "./worker.js";

/** A host whose code has been loaded. */
export interface WorkerHost extends Host {
  /** `typeof` of each export. */
  readonly exports: Readonly<Record<string, string>>;
  /** What the code has printed so far. */
  readonly printed: () => string;
}

/** Lines kept of what the code prints. */
const mostLines = 200;

interface Waiting {
  readonly question: Question;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs learner code in a worker and ends the worker when a call does not come back.
 *
 * @param load the code, as the learner wrote it
 * @param script the worker's own, as text
 * @param timeoutMs for loading, and for each answer
 * @throws Stopped when the code does not load
 */
export async function workerHost(load: Load, script: string, timeoutMs: number): Promise<WorkerHost> {
  // From a Blob: a page that was opened from a file cannot start a worker from another file.
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const connection = new Connection(new Worker(address), timeoutMs);
  URL.revokeObjectURL(address);
  const exports = await connection.load(load);
  return {
    exports,
    printed: () => connection.printed.join("\n"),
    ask: (question) => connection.ask(question),
    close: async () => connection.close(),
  };
}

class Connection {
  readonly printed: string[] = [];
  readonly #worker: Worker;
  readonly #timeoutMs: number;
  readonly #waiting: Waiting[] = [];
  #loading: { resolve: (exports: Readonly<Record<string, string>>) => void; reject: (error: unknown) => void } | null =
    null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gone: Stopped | null = null;

  constructor(worker: Worker, timeoutMs: number) {
    this.#worker = worker;
    this.#timeoutMs = timeoutMs;
    worker.onerror = (event) => {
      event.preventDefault();
      this.#stop("crashed", event.message);
    };
    worker.onmessage = ({ data }: MessageEvent<Loaded | Printed | Reply>) => this.#receive(data);
  }

  load(request: Load): Promise<Readonly<Record<string, string>>> {
    return new Promise((resolve, reject) => {
      this.#loading = { resolve, reject };
      this.#watch();
      this.#worker.postMessage(request);
    });
  }

  ask(question: Question): Promise<unknown> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      if (this.#waiting.length === 1) this.#watch();
      this.#worker.postMessage(requestOf(question));
    });
  }

  close(): void {
    this.#gone ??= new Stopped("crashed", "the worker was closed", null);
    clearTimeout(this.#timer);
    this.#worker.terminate();
  }

  #receive(data: Loaded | Printed | Reply): void {
    if ("printed" in data) {
      if (this.printed.length < mostLines) this.printed.push(data.printed);
    } else if ("loaded" in data) {
      this.#loading?.resolve(data.loaded);
      this.#loading = null;
      this.#watch();
    } else if ("broken" in data) this.#stop("broken", data.broken);
    else this.#settle(data);
  }

  #settle(reply: Reply): void {
    const next = this.#waiting.shift();
    this.#watch();
    try {
      next?.resolve(settle(reply));
    } catch (error) {
      next?.reject(error);
    }
  }

  /** The time of one answer begins when the one before it has come. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#loading === null && this.#waiting.length === 0) return;
    this.#timer = setTimeout(
      () => this.#stop("hung", `a call did not come back within ${this.#timeoutMs / 1000} s`),
      this.#timeoutMs,
    );
  }

  #stop(kind: Stopped["kind"], reason: string): void {
    this.#gone ??= new Stopped(kind, reason, this.#waiting[0]?.question ?? null);
    clearTimeout(this.#timer);
    this.#worker.terminate();
    this.#loading?.reject(this.#gone);
    this.#loading = null;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#gone);
  }
}
