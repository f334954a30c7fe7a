import type { Context } from "../../src/cli/context.js";
import { tidemark } from "../../src/cli/tidemark.js";
import { simulatedKafka } from "../../src/sim/index.js";

export interface Ran {
  readonly code: number;
  readonly out: string[];
  readonly notes: string[];
}

/** A terminal on one simulated Kafka: what one command wrote, the next one reads. */
export function simulatedTerminal(): { run(line: string): Promise<Ran>; stop(): void } {
  const kafka = simulatedKafka({ seed: 1 });
  const stopping = new AbortController();
  return {
    stop: () => stopping.abort(),
    async run(line) {
      const out: string[] = [];
      const notes: string[] = [];
      const context: Context = {
        out: (text) => void out.push(...text.split("\n")),
        note: (text) => void notes.push(...text.split("\n")),
        progress: () => undefined,
        signal: stopping.signal,
        openLog: async () => kafka.process("cli").log,
      };
      return { code: await tidemark(line.split(" "), context), out, notes };
    },
  };
}
