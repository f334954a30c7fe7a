import type { Mutants } from "tidemark/grading";

export default {
  refusesAll: {
    says: "Refuses everything: no wrong one passes, and no right one either.",
    dies: "passesRight",
    anomaly: "wrong-value",
    file: "mutants/fairAssignment.refusesAll.ts",
  },
  throwsAlways: {
    says: "Throws, whatever it is given.",
    dies: "passesRight",
    anomaly: "wrong-value",
    file: "mutants/fairAssignment.throwsAlways.ts",
  },
  demandsRange: {
    says: "Demands neighboring partitions, which is one strategy of several.",
    dies: "passesRight",
    anomaly: "wrong-value",
    file: "mutants/fairAssignment.demandsRange.ts",
  },
  demandsOrder: {
    says: "Demands that the first member by name has the first partition.",
    dies: "passesRight",
    anomaly: "wrong-value",
    file: "mutants/fairAssignment.demandsOrder.ts",
  },
  acceptsAll: {
    says: "Accepts everything.",
    dies: "twoOwners",
    anomaly: "duplicated",
    file: "mutants/fairAssignment.acceptsAll.ts",
  },
  comparesSets: {
    says: "Asks that each partition has an owner, and not how many.",
    dies: "twoOwners",
    anomaly: "duplicated",
    file: "mutants/fairAssignment.comparesSets.ts",
  },
  onlyNoneTwice: {
    says: "Asks that no partition has two owners, and not that each has one.",
    dies: "remainderForgotten",
    anomaly: "lost",
    file: "mutants/fairAssignment.onlyNoneTwice.ts",
  },
  anyShare: {
    says: "Asks for nothing about how much each member has.",
    dies: "remainderToLast",
    anomaly: "wrong-value",
    file: "mutants/fairAssignment.anyShare.ts",
  },
  asksOnce: {
    says: "Asks once, so it cannot know what another order of the members does.",
    dies: "arrivalOrder",
    anomaly: "nondeterministic",
    file: "mutants/fairAssignment.asksOnce.ts",
  },
  listsAnybody: {
    says: "Does not ask whether every member is listed.",
    dies: "heldOut",
    anomaly: "lost",
    file: "mutants/fairAssignment.listsAnybody.ts",
  },
  anyOrder: {
    says: "Does not ask for the order of the numbers.",
    dies: "heldOut",
    anomaly: "reordered",
    file: "mutants/fairAssignment.anyOrder.ts",
  },
  everySecond: {
    says: "Looks only every second time, and takes the rest for right.",
    dies: "steady",
    anomaly: "nondeterministic",
    file: "mutants/fairAssignment.everySecond.ts",
  },
  reversesInPlace: {
    says: "Turns the list of members round that it was given.",
    dies: "untouched",
    anomaly: "mutated-input",
    file: "mutants/fairAssignment.reversesInPlace.ts",
  },
  comparesTexts: {
    says: "Compares two answers as JSON, in which the order of the members counts.",
    dies: "passesRight",
    anomaly: "wrong-value",
    change: [
      {
        find: "return members.every((member) => `${turned[member]}` === `${answer[member]}`);",
        put: "return JSON.stringify(turned) === JSON.stringify(answer);",
      },
    ],
  },
  knowsThree: {
    says: "Compares with the three assignments that everybody knows.",
    dies: "passesRight",
    anomaly: "wrong-value",
    file: "mutants/fairAssignment.knowsThree.ts",
  },
  welcomesStrangers: {
    says: "Does not ask whether somebody is listed who was not named.",
    dies: "heldOut",
    anomaly: "wrong-value",
    change: [
      { find: "shares.includes(null) || Object.keys(answer).length !== members.length", put: "shares.includes(null)" },
    ],
  },
  differsByTwo: {
    says: "Tolerates shares that differ by two.",
    dies: "heldOut",
    anomaly: "wrong-value",
    change: [
      { find: "Math.max(...sizes) - Math.min(...sizes) > 1", put: "Math.max(...sizes) - Math.min(...sizes) > 2" },
    ],
  },
  turnsTwoOnly: {
    says: "Asks for another order only where there are two members.",
    dies: "heldOut",
    anomaly: "nondeterministic",
    change: [
      {
        find: "const turned = assign([...members].reverse(), partitions);",
        put: "const turned = assign(members.length === 2 ? [...members].reverse() : members, partitions);",
      },
    ],
  },
} satisfies Mutants;
