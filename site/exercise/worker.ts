/**
 * The learner's side: a worker that holds the code of one exercise and answers the judge. What reaches the network, other
 * workers or the page is taken away before the code loads.
 */
import { answer, type LearnerModule, type Request } from "../../src/grading/sandbox/learner.js";
import { loadCode } from "./load-code.js";

/** First message: an exercise, its code, and that of the lesson's other exercises by name. */
export interface Load {
  readonly id: string;
  readonly load: string;
  readonly siblings: Readonly<Record<string, string>>;
}

/** Answer to the first message: the kinds of the exports, or the reason why there are none. */
export type Loaded = { readonly loaded: Readonly<Record<string, string>> } | { readonly broken: string };

/** A line that the code printed. */
export interface Printed {
  readonly printed: string;
}

const post = self.postMessage.bind(self) as (message: unknown) => void;
let module: LearnerModule | null = null;

self.onmessage = ({ data }: MessageEvent<Load | Request>) => {
  if (!("load" in data)) {
    if (module !== null) post(answer(module, data));
    return;
  }
  try {
    module = loadCode(data.id, data.load, data.siblings);
    post({ loaded: Object.fromEntries(Object.entries(module).map(([name, value]) => [name, typeof value])) });
  } catch (error) {
    post({ broken: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
};
self.addEventListener("unhandledrejection", ({ reason }) => {
  throw new Error(`a promise was rejected and nobody caught it: ${reason instanceof Error ? reason.message : reason}`);
});

const show = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? String(value)));
for (const name of ["log", "info", "warn", "error", "debug"] as const) {
  console[name] = (...values: unknown[]) => post({ printed: values.map(show).join(" ") });
}

/** Takes a global away wherever the worker's scope inherits it from. */
function takeAway(name: string): void {
  for (let holder: object | null = self; holder !== null; holder = Object.getPrototypeOf(holder)) {
    if (!Object.hasOwn(holder, name)) continue;
    try {
      Object.defineProperty(holder, name, { value: undefined, writable: false, configurable: false });
    } catch {
      // A property that cannot be redefined is the browser's own promise, such as `self`.
    }
  }
}
const network = ["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource"];
const others = ["importScripts", "Worker", "SharedWorker", "BroadcastChannel", "navigator", "Notification"];
const kept = ["indexedDB", "caches", "cookieStore", "postMessage", "addEventListener", "close"];
for (const name of [...network, ...others, ...kept]) takeAway(name);
