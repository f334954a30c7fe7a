import type { Mutants } from "tidemark/grading";

export default {
  twoOwners: {
    says: "Rounds the ends of the ranges up: where it does not come out even, two ranges overlap.",
    dies: "oneOwner",
    anomaly: "duplicated",
    change: [
      {
        find: `
          const shares = sorted.map((): number[] => []);
          for (let partition = 0; partition < partitions; partition++) shares[partition % sorted.length]?.push(partition);
          return Object.fromEntries(sorted.map((member, index) => [member, shares[index] ?? []]));
        `,
        put: `
          const assignment = sorted.map((member, index): [string, number[]] => {
            const from = Math.floor((index * partitions) / sorted.length);
            const to = Math.ceil(((index + 1) * partitions) / sorted.length);
            return [member, Array.from({ length: to - from }, (_, at) => from + at)];
          });
          return Object.fromEntries(assignment);
        `,
      },
    ],
  },
  remainderForgotten: {
    says: "Gives everyone the same and forgets what is left over.",
    dies: "noneLost",
    anomaly: "lost",
    change: [
      {
        find: `
          const shares = sorted.map((): number[] => []);
          for (let partition = 0; partition < partitions; partition++) shares[partition % sorted.length]?.push(partition);
          return Object.fromEntries(sorted.map((member, index) => [member, shares[index] ?? []]));
        `,
        put: `
          const each = Math.floor(partitions / sorted.length);
          return Object.fromEntries(
            sorted.map((member, index) => [member, Array.from({ length: each }, (_, at) => index * each + at)]),
          );
        `,
      },
    ],
  },
  remainderToLast: {
    says: "Gives all that is left over to the last member.",
    dies: "balanced",
    anomaly: "wrong-value",
    change: [
      {
        find: `
          const shares = sorted.map((): number[] => []);
          for (let partition = 0; partition < partitions; partition++) shares[partition % sorted.length]?.push(partition);
          return Object.fromEntries(sorted.map((member, index) => [member, shares[index] ?? []]));
        `,
        put: `
          const each = Math.floor(partitions / sorted.length);
          const assignment = sorted.map((member, index): [string, number[]] => {
            const last = index === sorted.length - 1;
            const size = last ? partitions - index * each : each;
            return [member, Array.from({ length: size }, (_, at) => index * each + at)];
          });
          return Object.fromEntries(assignment);
        `,
      },
    ],
  },
  arrivalOrder: {
    says: "Deals in the order in which the members are named.",
    dies: "anyOrder",
    anomaly: "nondeterministic",
    of: "b",
    change: [
      {
        find: `
          const assignment: Record<string, number[]> = {};
          for (const member of members) {
            const place = members.filter((other) => other < member).length;
            const from = Math.floor((place * partitions) / members.length);
            const to = Math.floor(((place + 1) * partitions) / members.length);
            assignment[member] = Array.from({ length: to - from }, (_, index) => from + index);
        `,
        put: `
          const assignment = Object.fromEntries(members.map((member): [string, number[]] => [member, []]));
          for (let partition = 0; partition < partitions; partition++) {
            assignment[members[partition % members.length] ?? ""]?.push(partition);
        `,
      },
    ],
  },
  idleForgotten: {
    says: "Lists only the members that have a partition.",
    dies: "everyMember",
    anomaly: "wrong-value",
    file: "mutants/assignPartitions.idleForgotten.ts",
  },
  oneBased: {
    says: "Counts partitions from 1.",
    dies: "exist",
    anomaly: "wrong-value",
    change: [{ find: "0; partition < partitions", put: "1; partition <= partitions" }],
  },
  textSort: {
    says: "Sorts each share without a comparison: as texts, 10 comes before 9.",
    dies: "ascending",
    anomaly: "reordered",
    change: [{ find: "shares[index] ?? []", put: "shares[index]?.sort() ?? []" }],
  },
  sortsInPlace: {
    says: "Sorts the list of members that it was given.",
    dies: "untouched",
    anomaly: "mutated-input",
    change: [{ find: "const sorted = [...members].sort();", put: "const sorted = (members as string[]).sort();" }],
  },
  dictionaryOrder: {
    says: "Sorts the members as a dictionary does, which takes two spellings of é for one.",
    dies: "anyOrder",
    anomaly: "nondeterministic",
    change: [{ find: "[...members].sort()", put: "[...members].sort((left, right) => left.localeCompare(right))" }],
  },
  caseIgnored: {
    says: "Sorts the members without regard to case, so that A and a stay as they were named.",
    dies: "anyOrder",
    anomaly: "nondeterministic",
    change: [
      {
        find: "const sorted = [...members].sort();",
        put: `
          const sorted = [...members].sort((left, right) => {
            const [one, two] = [left.toLowerCase(), right.toLowerCase()];
            return one < two ? -1 : one > two ? 1 : 0;
          });
        `,
      },
    ],
  },
  thirtyTwo: {
    says: "Keeps a share as the bits of a number, which has room for 32 partitions.",
    dies: "noneLost",
    anomaly: "lost",
    change: [{ find: "partition < partitions", put: "partition < Math.min(partitions, 32)" }],
  },
  tenMembers: {
    says: "Shares among the first ten members only.",
    dies: "balanced",
    anomaly: "wrong-value",
    change: [{ find: "shares[partition % sorted.length]", put: "shares[partition % Math.min(sorted.length, 10)]" }],
  },
} satisfies Mutants;
