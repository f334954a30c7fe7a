import {
  type Anomaly,
  type Code,
  canonical,
  exercise,
  type Finding,
  fc,
  same,
  type Timeline,
  tiedNames,
} from "tidemark/grading";
import { crashing } from "../_on-a-log.js";
import { sharedOut } from "./_group.js";

type Assignment = Record<string, number[]>;

export interface Contract {
  assignPartitions(members: readonly string[], partitions: number): Assignment;
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly members: readonly string[];
  readonly partitions: number;
}

const pool = ["a", "b", "c", "d", "B", "constructor", "hasOwnProperty", "toString", "", "🚢", ...tiedNames.slice(1)];
const partitions = fc.integer({ min: 0, max: 30 });
const smallGroups = fc.record({
  members: fc.uniqueArray(fc.constantFrom(...pool), { minLength: 1, maxLength: 9 }),
  partitions,
});
/** More members, or more partitions, than any round number. */
const largeGroups = fc.record({
  members: fc
    .tuple(fc.integer({ min: 1, max: 80 }), fc.nat(9))
    .map(([count, first]) => Array.from({ length: count }, (_, index) => `member ${first + index}`)),
  partitions: fc.integer({ min: 65, max: 200 }),
});
const groups = fc.oneof(
  { withCrossShrink: true },
  { weight: 9, arbitrary: smallGroups },
  { weight: 1, arbitrary: largeGroups },
);
const uneven = [0.4, ({ members, partitions }: Case) => partitions % members.length !== 0] as const;
const idle = [0.05, ({ members, partitions }: Case) => members.length > partitions] as const;

const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index);
const sharesOf = (assignment: Assignment): [string, number[]][] => Object.entries(assignment);
const ownersOf = (assignment: Assignment, partition: number): number =>
  sharesOf(assignment)
    .flatMap(([, share]) => share)
    .filter((owned) => owned === partition).length;

const text = (share: readonly number[] | undefined): string =>
  share === undefined ? "not listed" : share.length === 0 ? "none" : share.join(" ");
const own = (assignment: Assignment, member: string): readonly number[] | undefined =>
  Object.hasOwn(assignment, member) ? assignment[member] : undefined;

function draw({ members, partitions }: Case, got: Assignment, wrong: (member: string) => boolean): Timeline {
  const listed = [...new Set([...members, ...Object.keys(got)])];
  return listed
    .map((member) => ({
      member: JSON.stringify(member),
      "partitions of": partitions,
      out: text(own(got, member)),
      wrong: wrong(member),
    }))
    .slice(0, 6);
}

interface Flaw {
  readonly expected: unknown;
  readonly got: unknown;
  /** The members that it shows in. */
  readonly wrong?: (member: string) => boolean;
}

/** A check of one assignment that can fail in one way. */
const holds =
  (anomaly: Anomaly, flaw: (got: Assignment, one: Case) => Flaw | undefined) =>
  async (code: Code<Contract>, one: Case): Promise<Finding | undefined> => {
    const assignment = await code.assignPartitions(one.members, one.partitions);
    const found = flaw(assignment, one);
    if (found === undefined) return undefined;
    const { expected, got, wrong = () => false } = found;
    return { expected, got, anomaly, timeline: draw(one, assignment, wrong) };
  };

export default grader({
  title: "which member of a group reads which partitions",
  whenThrown: "stalled",
  exports: { assignPartitions: "function" },
  properties: {
    nobody: property({
      says: "Without members the assignment is {}.",
      given: fc.record({ members: fc.constant([]), partitions }),
      check: holds("wrong-value", (got) => (same(got, {}) ? undefined : { expected: {}, got })),
    }),
    everyMember: property({
      says: "Every member is listed, also one without a partition, and nobody else is.",
      given: groups,
      cover: { "more members than partitions": idle },
      check: holds("wrong-value", (got, { members }) => {
        if (same([...members].sort(), Object.keys(got).sort())) return undefined;
        const wrong = (member: string): boolean => members.includes(member) !== Object.hasOwn(got, member);
        return { expected: [...members].sort(), got: Object.keys(got).sort(), wrong };
      }),
    }),
    exist: property({
      says: "No partition outside of 0 to partitions - 1 is handed out.",
      given: groups,
      check: holds("wrong-value", (got, { partitions }) => {
        const strange = (partition: number): boolean => !numbers(partitions).includes(partition);
        const found = sharesOf(got).find(([, share]) => share.some(strange));
        if (found === undefined) return undefined;
        return {
          expected: partitions === 0 ? "no partition at all" : `partitions from 0 to ${partitions - 1}`,
          got: `${JSON.stringify(found[0])} reads ${found[1].filter(strange).join(", ")}`,
          wrong: (member) => member === found[0],
        };
      }),
    }),
    noneLost: property({
      says: "Every partition has an owner.",
      given: groups,
      cover: {
        "a number that does not come out even": uneven,
        "more than 64 partitions": [0.05, ({ partitions }) => partitions > 64],
        "more than 64 members": [0.005, ({ members }) => members.length > 64],
      },
      check: holds("lost", (got, { partitions }) => {
        const orphans = numbers(partitions).filter((partition) => ownersOf(got, partition) === 0);
        if (orphans.length === 0) return undefined;
        return { expected: "an owner for each partition", got: `nobody reads ${orphans.join(", ")}` };
      }),
    }),
    oneOwner: property({
      says: "No partition has two owners.",
      given: groups,
      cover: { "a number that does not come out even": uneven },
      check: holds("duplicated", (got, { partitions }) => {
        const shared = numbers(partitions).filter((partition) => ownersOf(got, partition) > 1);
        if (shared.length === 0) return undefined;
        const wrong = (member: string): boolean =>
          shared.some((partition) => got[member]?.includes(partition) ?? false);
        return { expected: "one owner for each partition", got: `twice: ${shared.join(", ")}`, wrong };
      }),
    }),
    ascending: property({
      says: "Each member's partitions are in ascending order.",
      given: groups,
      cover: { "ten partitions for one member": [0.03, ({ members, partitions }) => partitions / members.length > 10] },
      check: holds("reordered", (got) => {
        const found = sharesOf(got).find(([, share]) => share.some((at, index) => at <= (share[index - 1] ?? -1)));
        if (found === undefined) return undefined;
        const [member, share] = found;
        const expected = [...share].sort((left, right) => left - right);
        return { expected, got: share, wrong: (one) => one === member };
      }),
    }),
    balanced: property({
      says: "The shares of any two members differ by at most one partition.",
      given: groups,
      cover: { "a number that does not come out even": uneven, "more members than partitions": idle },
      check: holds("wrong-value", (got) => {
        const sizes = sharesOf(got).map(([, share]) => share.length);
        const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
        if (most - least <= 1) return undefined;
        return {
          expected: "shares that differ by at most one",
          got: `one member has ${least}, another ${most}`,
          wrong: (member) => got[member]?.length === most,
        };
      }),
    }),
    askedAgain: property({
      says: "Asked again about the same members with another number of partitions, it shares out that number.",
      given: fc.record({ group: smallGroups, before: partitions }),
      runs: 60,
      async check(code, { group, before }) {
        await code.assignPartitions(group.members, before);
        return await holds("nondeterministic", (got, { partitions }) => {
          const owned = sharesOf(got).flatMap(([, share]) => share);
          if (
            same(
              owned.sort((left, right) => left - right),
              numbers(partitions),
            )
          )
            return undefined;
          return { expected: `${partitions} partitions, after the same was asked for ${before}`, got: owned };
        })(code, group);
      },
    }),
    anyOrder: property({
      says: "The order in which the members are named does not change the assignment.",
      given: fc
        .record({
          ranked: fc.uniqueArray(fc.record({ member: fc.constantFrom(...pool), rank: fc.nat(99) }), {
            minLength: 2,
            maxLength: 7,
            selector: ({ member }) => member,
          }),
          tied: fc.constantFrom<readonly string[]>([], [], ["é", "e\u0301"], ["A", "a"], ["1", "01"], ["10", "9"]),
          partitions,
        })
        .map(({ ranked, tied, partitions }) => {
          const others = ranked.filter(({ member }) => !tied.includes(member));
          return {
            members: [...tied, ...others.map(({ member }) => member)],
            other: [
              ...others.toSorted((left, right) => left.rank - right.rank).map(({ member }) => member),
              ...tied.toReversed(),
            ],
            partitions,
          };
        }),
      cover: {
        "another order": [0.5, ({ members, other }) => !same(members, other)],
        "names that a dictionary takes for equal": [0.08, ({ members }) => members.includes("e\u0301")],
      },
      async check(code, { members, other, partitions }) {
        const [one, two] = [
          await code.assignPartitions(members, partitions),
          await code.assignPartitions(other, partitions),
        ];
        if (same(one, two)) return undefined;
        return {
          expected: one,
          got: two,
          anomaly: "nondeterministic",
          timeline: members.slice(0, 6).map((member) => ({
            member: JSON.stringify(member),
            [`named ${canonical(members)}`]: text(own(one, member)),
            [`named ${canonical(other)}`]: text(own(two, member)),
            wrong: !same(own(one, member), own(two, member)),
          })),
        };
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's group: seven partitions for three members, 2 or 3 each.",
      check: (code) =>
        holds("wrong-value", (got) => {
          const sizes = sharesOf(got).map(([, share]) => share.length);
          const expected = [2, 2, 3];
          return same(sizes.sort(), expected) ? undefined : { expected, got: sizes };
        })(code, { members: ["ana", "bruno", "carla"], partitions: 7 }),
    }),
  ],
  integration: crashing(
    "In a group whose members come and go, every record is read by one member, wherever it crashes.",
    ["assignPartitions"],
    sharedOut,
  ),
  hints: {
    general: [
      "How would you deal a pack of cards so that all hands are as equal as they can be? Who gets the first card?",
      "Put the members into an order that does not depend on how they were named. Then deal the partitions in turns.",
      "Sort a copy of members; partition p goes to the member at place p % members.length. Start with [] for each of them.",
    ],
    nobody: [
      "What does your function do when there is nobody to give a partition to?",
      "With no members there is nothing to list. Look out for a division by zero, or for a member called undefined.",
      "Build the result from the members, one entry each: without members that is {} by itself.",
    ],
    everyMember: [
      "Which member is missing, or which is there that was not named? How many partitions are there for how many members?",
      "A member that gets nothing is idle but in the group. Enter everyone with [] first. Plain objects inherit names such as constructor.",
      "Object.fromEntries(members.map((member) => [member, []])), then push. Do not ask whether result[member] is there yet.",
    ],
    noneLost: [
      "How many partitions are left over when each member gets the same number of them?",
      "When the division does not come out even, the first few members get one more.",
      "Dealing in turns needs no division: loop over all partitions, and push each to the member at p % members.length.",
    ],
    oneOwner: [
      "Where does one member's share end, and where does the next begin?",
      "Half-open ranges do not overlap: each begins exactly where the one before it ends. Round both ends alike.",
      "from = floor(i * partitions / members.length), to = the same with i + 1; the partitions from <= p < to.",
    ],
    balanced: [
      "Who gets what is left over: one member all of it, or several one each?",
      "With a remainder of r, r members get one partition more; nobody gets two more.",
      "Deal in turns, or give member i of the sorted ones floor(n / m) + (i < n % m ? 1 : 0).",
    ],
    ascending: [
      "How does sort() without an argument compare 9 and 10?",
      "If you deal the partitions from 0 upwards, each share is ascending by itself. Else sort by number.",
      "share.sort((left, right) => left - right)",
    ],
    anyOrder: [
      "Each member computes this on its own, with the names in the order in which it learned them. What if two disagree?",
      "Before you deal, bring the names into an order of their own. Leave the list that you were given as it is.",
      "const sorted = [...members].sort();",
    ],
  },
});
