import type { Context } from "../../src/cli/context.js";
import { tidemark } from "../../src/cli/tidemark.js";
import type { Log } from "../../src/log/index.js";
import { simulatedKafka } from "../../src/sim/index.js";

export interface Ran {
  readonly code: number;
  readonly out: string[];
  readonly notes: string[];
  /** What was saved, by path. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

export interface Terminal {
  run(line: string): Promise<Ran>;
  /** Tells it to stop: by Ctrl-C, or by another signal's name. */
  stop(signal?: string): void;
}

/** A terminal on one simulated Kafka: what one command wrote, the next one reads. */
export function simulatedTerminal(): Terminal {
  const kafka = simulatedKafka({ seed: 1 });
  return terminalOn(async () => kafka.process("cli").log);
}

/** A terminal whose commands find their log as told, whichever they ask for. */
export function terminalOn(openLog: () => Promise<Log>): Terminal {
  const stopping = new AbortController();
  return {
    stop: (signal) => stopping.abort(signal),
    async run(line) {
      const out: string[] = [];
      const notes: string[] = [];
      const files = new Map<string, string | Uint8Array>();
      const context: Context = {
        out: (text) => void out.push(...text.split("\n")),
        note: (text) => void notes.push(...text.split("\n")),
        progress: () => undefined,
        live: () => false,
        save: async (path, content) => void files.set(path, content),
        signal: stopping.signal,
        openLog,
      };
      return { code: await tidemark(line.split(" "), context), out, notes, files };
    },
  };
}
