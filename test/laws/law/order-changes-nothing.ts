import assert from "node:assert/strict";
import fc from "fast-check";
import { cases } from "../../support/runs.js";

/**
 * The first law for anything that gives results one by one: two orders of arrival give the same results, as a multiset.
 * Who calls it sees to it that nothing is late, and says what must keep its order among itself.
 */
export function orderChangesNothing<Input>(
  run: (inputs: readonly Input[]) => readonly unknown[],
  inputs: fc.Arbitrary<Input[]>,
  keepsOrder: (input: Input) => string | null,
  numRuns = 100,
): void {
  const both = inputs.chain((one) =>
    fc.tuple(fc.constant(one), fc.shuffledSubarray(one, { minLength: one.length, maxLength: one.length })),
  );
  const texts = (results: readonly unknown[]): string[] => results.map((result) => JSON.stringify(result)).sort();
  fc.assert(
    fc.property(both, ([one, shuffled]) => {
      const other = inOrderWithin(one, shuffled, keepsOrder);
      assert.deepEqual(texts(run(other)), texts(run(one)));
    }),
    cases(numRuns),
  );
}

/** The shuffled inputs, where those of one group stand in the order that they had among themselves. */
function inOrderWithin<Input>(
  one: readonly Input[],
  shuffled: readonly Input[],
  groupOf: (input: Input) => string | null,
): Input[] {
  const groups = new Map<string, Input[]>();
  for (const input of one) {
    const group = groupOf(input);
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), input]);
  }
  return shuffled.map((input) => {
    const group = groupOf(input);
    return group === null ? input : groups.get(group)!.shift()!;
  });
}
