/** Turns of the event loop. A turn begins when all code that can go on has gone on and waits again. */
export interface Turns {
  /** Runs `then` once the microtasks have drained, including those that they start. */
  next(then: () => void): void;
  /** Runs `then` after real input and output (a key press, a server) have had a turn too. */
  afterIo(then: () => void): void;
}

/** The parts of Node that a browser lacks. */
interface Host {
  readonly process?: { readonly nextTick?: (then: () => void) => void };
  readonly setImmediate?: (then: () => void) => unknown;
}

/** The turns of this runtime: Node's own, or a message to oneself in a browser. */
export function turnsOf(host: Host): Turns {
  const { process, setImmediate } = host;
  const nextTick = process?.nextTick;
  if (nextTick === undefined || setImmediate === undefined) return messageTurns();
  return {
    // from inside a microtask, nextTick runs only after all microtasks have drained
    next: (then) => queueMicrotask(() => nextTick(then)),
    afterIo: (then) => void setImmediate(then),
  };
}

/** A message is a task: it arrives after all microtasks, and other tasks have their turn between two of them. */
function messageTurns(): Turns {
  messages ??= openMessages();
  return messages;
}

/** One channel for all schedulers: a run of many trials would open thousands. */
let messages: Turns | null = null;

function openMessages(): Turns {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  Object.assign(port1, { onmessage: () => waiting.shift()?.() });
  const next = (then: () => void): void => {
    waiting.push(then);
    port2.postMessage(null);
  };
  return { next, afterIo: next };
}
