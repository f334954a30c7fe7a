import { describe, expect, it } from "vitest";
import { describeExploration, type ExploreOptions, explore, type SimulatedFiles } from "../../src/sim/index.js";
import type { GuaranteeName } from "../../src/worker/index.js";
import { type CrashCase, crashExperiment } from "./crash-experiment.js";
import { someSales } from "./support.js";
import { EVERY, EVERY_OF_PAIRS } from "./thoroughness.js";
import { type Wrong, wrongLog } from "./wrong-logs.js";

/** Commits after every poll of a few records, so that there are many places to crash at; short sessions save polls. */
const busy = { maxRecords: 3, commitEveryMs: 1, sessionTimeoutMs: 300 };
const MINUTES = 60_000;
/** For how long a zombie stands still: it wakes up while its successor begins, or when it has long begun. */
const JUST_AS_THE_SESSION_ENDS = busy.sessionTimeoutMs;
const LONG_AFTER = 2_000;

const small = (guarantee: GuaranteeName, more: Partial<CrashCase> = {}): CrashCase => {
  const partitions = more.partitions ?? 1;
  return { guarantee, partitions, rows: someSales(8, partitions), options: busy, ...more };
};

describe("a worker that crashes", () => {
  const clean = async (given: CrashCase, options: ExploreOptions = {}): Promise<void> => {
    const exploration = await explore(crashExperiment(given), options);
    expect(describeExploration(exploration)).toMatch(/: 0 came out wrong$/);
    expect(exploration.complete).toBe((options.every ?? 1) === 1);
    expect(exploration.steps).toBeGreaterThan(60);
  };

  describe.each(["at-most-once", "at-least-once", "exactly-once"] as const)("under %s", (guarantee) => {
    it("keeps its guarantee at every single step", () => clean(small(guarantee)), MINUTES);
    it(
      "keeps it at pairs of steps",
      () => clean(small(guarantee, { rows: someSales(4, 1) }), { depth: 2, every: EVERY_OF_PAIRS }),
      3 * MINUTES,
    );
    it(
      "keeps it with two partitions and a repartition between",
      () => clean(small(guarantee, { partitions: 2, rows: someSales(5, 2) }), { every: EVERY }),
      3 * MINUTES,
    );
  });

  it(
    "has each result once with a checkpoint file at pairs of steps",
    () => clean(small("checkpoint", { rows: someSales(4, 1) }), { depth: 2, every: EVERY }),
    3 * MINUTES,
  );

  it.each([1, 2, 3])(
    "has each result once with a checkpoint file, whatever a power cut leaves of the disk (seed %i)",
    (seed) => clean(small("checkpoint", { kafka: { seed } })),
    MINUTES,
  );

  it.each(["at-least-once", "exactly-once"] as const)(
    "keeps %s with a local store, whatever a power cut leaves of it",
    (guarantee) => clean(small(guarantee, { store: true })),
    MINUTES,
  );

  it(
    "keeps exactly-once with a second instance beside it, which takes over and hands back",
    () => clean(small("exactly-once", { partitions: 2, rows: someSales(5, 2), two: true }), { every: EVERY }),
    3 * MINUTES,
  );

  it.each([JUST_AS_THE_SESSION_ENDS, LONG_AFTER])(
    "keeps exactly-once when it stands still for %i ms at any step while a successor takes over",
    (strike) => clean(small("exactly-once"), { strike }),
    MINUTES,
  );

  it.each(["at-least-once", "exactly-once"] as const)(
    "recovers from every single lost answer, under %s, with a second instance beside it",
    (guarantee) =>
      clean(small(guarantee, { partitions: 2, rows: someSales(5, 2), two: true }), {
        strike: "lost-answer",
        every: EVERY,
      }),
    3 * MINUTES,
  );

  it.each([
    ["with another seed", { seed: 42 }],
    ["over a slow and uneven network", { latency: { minMs: 1, maxMs: 15 } }],
  ] as const)("keeps exactly-once %s", (_what, kafka) => clean(small("exactly-once", { kafka })), MINUTES);
});

describe("a worker that does it wrong is caught:", () => {
  it.each<[Wrong, GuaranteeName, "crash" | number, string]>([
    ["commits-first", "at-least-once", "crash", "lost"],
    ["output-outside", "exactly-once", "crash", "duplicated"],
    ["offset-off-by-one", "exactly-once", "crash", "duplicated"],
    ["state-apart", "exactly-once", "crash", "duplicated"],
    ["no-fencing", "exactly-once", LONG_AFTER, "zombie-write"],
    ["reads-before-fencing", "exactly-once", JUST_AS_THE_SESSION_ENDS, "duplicated"],
  ])(
    "%s, under %s",
    async (wrong, guarantee, strike, anomaly) => {
      const given = small(guarantee, { through: (log, life) => wrongLog(wrong, log, life) });
      const { failures, shortest } = await explore(crashExperiment(given), { strike });
      expect(failures.map((failure) => failure.verdict.anomaly)).toContain(anomaly);
      expect(shortest?.faults).toHaveLength(1);
      expect(shortest?.story).toMatch(strike === "crash" ? /! crash of program/ : /! pause of program/);
    },
    MINUTES,
  );

  it.each([
    ["does not sync what it renames", (files: SimulatedFiles) => ({ ...files, sync: async () => {} })],
    [
      "writes in place",
      (files: SimulatedFiles) => ({
        ...files,
        write: (path: string, text: string) => files.write(path.replace(/\.next$/, ""), text),
        sync: async () => {},
        rename: async () => {},
      }),
    ],
  ])(
    "a checkpoint file that %s",
    async (_what, throughFiles) => {
      const anomalies = new Set<string>();
      for (let seed = 1; seed <= 3; seed++) {
        const { failures } = await explore(crashExperiment(small("checkpoint", { kafka: { seed }, throughFiles })));
        for (const { verdict } of failures) anomalies.add(verdict.anomaly);
      }
      expect(anomalies).toContain("half-applied");
    },
    MINUTES,
  );
});
