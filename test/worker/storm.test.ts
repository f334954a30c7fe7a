import { describe, expect, it } from "vitest";
import { describeFault, runTrial } from "../../src/sim/index.js";
import type { GuaranteeName } from "../../src/worker/index.js";
import { crashExperiment } from "./crash-experiment.js";
import { storm } from "./storm.js";
import { someSales } from "./support.js";

const SEEDS = Number(process.env.STORM_SEEDS ?? 40);
const FIRST = Number(process.env.STORM_FIRST ?? 1);
/** Seeds that once found something: a task that was opened behind the back of a recovery. */
const ONCE_FOUND = [1683];
const TOPICS = ["sales", "takings-by-shop", "takings-takings-key-by-shop-repartition", "takings-sales-changelog"];
/** What may keep an instance from polling for longer than its session, and lets it go on afterwards. */
const MAKES_ZOMBIES = new Set(["pause", "cut-off", "unreachable", "slow-network"]);

describe("two workers in a storm of faults of all kinds", () => {
  it.each<[GuaranteeName, string]>([
    ["exactly-once", "whatever the seed brings"],
    // Without fencing a zombie writes over what its successor has written: only exactly-once survives that.
    ["at-least-once", "whatever the seed brings but zombies"],
  ])(
    "keep %s, %s",
    async (guarantee) => {
      const wrong: string[] = [];
      const coverage = { recovered: 0, revoked: 0, restarted: 0 };
      for (const seed of [...ONCE_FOUND, ...Array.from({ length: SEEDS }, (_, i) => FIRST + i)]) {
        const drawn = storm(seed, TOPICS, "takings");
        const faults = guarantee === "exactly-once" ? drawn : drawn.filter(({ kind }) => !MAKES_ZOMBIES.has(kind));
        const experiment = crashExperiment({
          guarantee,
          partitions: 2,
          rows: someSales(30, 2, seed),
          two: true,
          calmMs: 5_000,
          lastWorker: faults.some(({ kind }) => kind === "crash" || kind === "pause"),
          options: {
            maxRecords: 4,
            commitEveryMs: 20,
            sessionTimeoutMs: 700,
            observe: ({ kind }) => {
              if (kind === "recovering") coverage.recovered++;
              if (kind === "revoked") coverage.revoked++;
            },
          },
          kafka: { seed },
        });
        const { verdict, steps } = await runTrial(experiment, faults);
        coverage.restarted += steps.length - 1;
        if (verdict !== null)
          wrong.push(`seed ${seed}: ${verdict.anomaly}: ${verdict.message}; ${faults.map(describeFault).join("; ")}`);
      }
      expect(wrong).toEqual([]);
      expect(coverage.recovered).toBeGreaterThan(0);
      expect(coverage.revoked).toBeGreaterThan(SEEDS / 8);
      expect(coverage.restarted).toBeGreaterThan(SEEDS / 8);
    },
    5 * 60_000,
  );
});
