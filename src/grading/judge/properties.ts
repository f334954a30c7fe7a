import fc from "fast-check";
import type { Log } from "../../log/index.js";
import type { AnyGrader, AnyProperty } from "./grader.js";
import type { ReplayCode } from "./replay-code.js";

export type Property = AnyProperty<Record<string, unknown>>;
export type Named = readonly [name: string, property: Property];

/** Cases by seed and property. */
export type DrawnCases = Map<string, readonly unknown[]>;

/** A broker, and what the names of an exercise's topics and groups begin with there. */
export interface RealKafka {
  readonly log: Log;
  readonly prefix: string;
}

const defaultRuns = 150;

/** The grader's properties, then the examples as properties of one case. */
export function propertiesOf(grader: AnyGrader): Named[] {
  const { properties, examples = [], whenThrown } = grader;
  const all: Named[] = [
    ...Object.entries(properties),
    ...examples.map(({ says, check }, index) => [`example${index + 1}`, single(says, (code) => check(code))] as const),
  ];
  if (whenThrown === undefined) return all;
  return all.map(([name, property]) => [name, { whenThrown, ...property }]);
}

/** Whole pipelines: on the simulated Kafka, and on a real one where there is one. */
export function integrationsOf({ integration }: AnyGrader, kafka: RealKafka | undefined): Named[] {
  if (integration === undefined) return [];
  const { says, check, onLog } = integration;
  const crashes = ["integration", single(says, (code) => check(code))] as const;
  if (kafka === undefined || onLog === undefined) return [crashes];
  return [crashes, ["kafka", single(`On ${kafka.log.name}: ${says}`, (code) => onLog(code, kafka.log, kafka.prefix))]];
}

const single = (says: string, check: Property["check"]): Property => ({
  says,
  given: fc.constant(null),
  runs: 1,
  check,
});

/** The cases of a property; `drawn` keeps them for the next run with this seed. */
export function drawCases(
  [name, { given, runs = defaultRuns }]: Named,
  seed: number,
  drawn?: DrawnCases,
): readonly unknown[] {
  const key = `${seed} ${name}`;
  const known = drawn?.get(key);
  if (known !== undefined) return known;
  const cases = fc.sample(given, { seed: seedOf(seed, name), numRuns: runs });
  drawn?.set(key, cases);
  return cases;
}

/** The case that a replay code names. */
export function caseOf([name, property]: Named, { seed, path }: ReplayCode): unknown {
  return fc.sample(property.given, { seed: seedOf(seed, name), path, numRuns: 1 })[0];
}

/** The way from the case at `index` to the smallest one that still fails. */
export async function shrunk(
  [name, property]: Named,
  seed: number,
  index: number,
  holds: (example: unknown) => Promise<boolean>,
): Promise<string> {
  const failing = fc.asyncProperty(property.given, holds);
  const { counterexamplePath } = await fc.check(failing, { seed: seedOf(seed, name), path: `${index}`, numRuns: 1 });
  return counterexamplePath ?? `${index}`;
}

/** Each property has its own stream of cases, so that a new property does not move those of the others. */
function seedOf(seed: number, name: string): number {
  let hash = seed;
  for (const character of name) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  return hash;
}
