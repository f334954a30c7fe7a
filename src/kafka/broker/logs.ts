import { open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { composeLogs } from "../../machine/compose.js";
import type { BrokerPlace } from "./broker.js";
import { startedBroker } from "./state.js";

const LOOK_EVERY_MS = 200;

/**
 * The log of the broker that `brokerUp` started, in pieces of text.
 *
 * @param options settings
 * @param options.follow waits for more until the signal aborts
 * @throws Error when there is none
 */
export async function* brokerLogs({
  follow = false,
  signal = new AbortController().signal,
  folder,
}: BrokerPlace & {
  readonly follow?: boolean;
  readonly signal?: AbortSignal;
} = {}): AsyncGenerator<string> {
  const started = startedBroker(folder);
  if (!started) throw new Error("No broker was started here. Try: npx tidemark kafka up");
  if (started.kind === "compose") yield* composeLogs("kafka", follow, signal);
  else yield* fileLog(started.logFile, follow, signal);
}

async function* fileLog(path: string, follow: boolean, signal: AbortSignal): AsyncGenerator<string> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.alloc(64 * 1024);
    while (!signal.aborted) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead > 0) yield buffer.toString("utf8", 0, bytesRead);
      else if (follow) await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      else return;
    }
  } finally {
    await file.close();
  }
}
