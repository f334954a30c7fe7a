import { inject } from "vitest";
import { random } from "../../src/seeded/random.js";

export interface TestBroker {
  readonly brokers: readonly string[];
  /** For people: which broker this is. */
  readonly name: string;
}

/**
 * The broker of this run, started by the first test that asks. Several files use it at the same time, so a test makes
 * its own topics and groups, under names from `freshName`.
 *
 * @throws Error where there is none; it says how to get one
 */
export async function testBroker(): Promise<TestBroker> {
  const answer = await fetch(inject("brokerDesk"));
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as TestBroker;
}

const names = random(process.pid + Date.now());

/** A name that no other test uses. */
export const freshName = (stem: string): string =>
  `${stem}-${process.pid}-${names.integer(0, 0xffff_ffff).toString(36)}`;
