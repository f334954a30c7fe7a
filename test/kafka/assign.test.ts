import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Assignment, assignPartitions, type Member } from "../../src/kafka/assign.js";

fc.configureGlobal({ seed: 7 });

const partitions = new Map([
  ["t", 5],
  ["u", 3],
]);
const names = [...partitions.keys()];

/** Members with different ids, each with numbers that it says it has; several may say the same after a muddle. */
const members: fc.Arbitrary<readonly Member[]> = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }),
    topics: fc.constant(names),
    owned: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 7, selector: ({ id }) => id },
);

const numbersOf = (assignment: Assignment, topic: string): number[][] =>
  [...assignment.values()].map((mine) => [...(mine[topic] ?? [])]);

describe("assignPartitions", () => {
  it("gives each partition to exactly one member", () => {
    fc.assert(
      fc.property(members, (some) => {
        const assignment = assignPartitions(some, partitions);
        for (const [topic, count] of partitions) {
          const dealt = numbersOf(assignment, topic)
            .flat()
            .sort((a, b) => a - b);
          expect(dealt).toEqual(Array.from({ length: count }, (_, i) => i));
        }
      }),
    );
  });

  it("gives partition i of every topic to the same member, in numbers that differ by one at most", () => {
    fc.assert(
      fc.property(members, (some) => {
        const assignment = assignPartitions(some, partitions);
        for (const mine of assignment.values()) {
          expect(mine.u).toEqual(mine.t!.filter((number) => number < 3));
        }
        const sizes = numbersOf(assignment, "t").map((numbers) => numbers.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("deals the same whatever the order of the members", () => {
    fc.assert(
      fc.property(members, (some) => {
        const backwards = assignPartitions([...some].reverse(), partitions);
        for (const [id, mine] of assignPartitions(some, partitions)) expect(backwards.get(id)).toEqual(mine);
      }),
    );
  });

  it("leaves with a member what it has, as far as the numbers allow", () => {
    const before: Member[] = [
      { id: "a", topics: names, owned: [1, 3, 4] },
      { id: "b", topics: names, owned: [0, 2] },
    ];
    const after = assignPartitions([...before, { id: "c", topics: names, owned: [] }], partitions);
    expect(after.get("a")!.t).toEqual([1, 3]);
    expect(after.get("b")!.t).toEqual([0, 2]);
    expect(after.get("c")!.t).toEqual([4]);
  });

  it("gives a member partitions of its own topics only", () => {
    const assignment = assignPartitions(
      [
        { id: "a", topics: ["t"], owned: [] },
        { id: "b", topics: ["t", "u"], owned: [] },
      ],
      partitions,
    );
    expect(assignment.get("a")!.u).toBeUndefined();
    expect(assignment.get("b")!.u).toEqual([0, 1, 2]);
  });
});
