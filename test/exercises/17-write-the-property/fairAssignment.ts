import { exercise, fc, same, show } from "tidemark/grading";
import * as heldOut from "./_held-out.js";
import { assignments } from "./_right.js";
import { type Wrong, writtenProperty } from "./_scored.js";
import type { Assign } from "./_types.js";

export interface Contract {
  fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean;
}

const { grader, property } = exercise<Contract>();

interface Case {
  readonly members: readonly string[];
  readonly partitions: number;
}

const shown = {
  twoOwners: {
    says: "where two shares meet, a partition has two owners",
    anomaly: "duplicated",
    code: (members, partitions) => {
      const sorted = [...members].sort();
      const all = Array.from({ length: partitions }, (_, partition) => partition);
      return Object.fromEntries(
        sorted.map((member, index) => [
          member,
          all.slice(
            Math.floor((index * partitions) / sorted.length),
            Math.ceil(((index + 1) * partitions) / sorted.length),
          ),
        ]),
      );
    },
  },
  remainderForgotten: {
    says: "what is left over after equal shares has no owner",
    anomaly: "lost",
    code: (members, partitions) => {
      const sorted = [...members].sort();
      const share = Math.floor(partitions / sorted.length);
      return Object.fromEntries(
        sorted.map((member, index) => [member, Array.from({ length: share }, (_, at) => index * share + at)]),
      );
    },
  },
  remainderToLast: {
    says: "what is left over goes to the last member, however much it is",
    anomaly: "wrong-value",
    code: (members, partitions) => {
      const sorted = [...members].sort();
      const share = Math.floor(partitions / sorted.length);
      const all = Array.from({ length: partitions }, (_, partition) => partition);
      return Object.fromEntries(
        sorted.map((member, index) => [
          member,
          all.slice(index * share, index === sorted.length - 1 ? partitions : (index + 1) * share),
        ]),
      );
    },
  },
  arrivalOrder: {
    says: "another order of the same members gives another assignment",
    anomaly: "nondeterministic",
    code: (members, partitions) => {
      const all = Array.from({ length: partitions }, (_, partition) => partition);
      return Object.fromEntries(
        members.map((member, index) => [member, all.filter((partition) => partition % members.length === index)]),
      );
    },
  },
} as const satisfies Readonly<Record<string, Wrong<Assign>>>;

function keeps(assign: Assign, { members, partitions }: Case): boolean {
  const answer = assign(members, partitions);
  const shares = Object.values(answer);
  const owned = shares.flat().sort((left, right) => left - right);
  return (
    same(Object.keys(answer).sort(), [...members].sort()) &&
    same(owned, members.length === 0 ? [] : Array.from({ length: partitions }, (_, partition) => partition)) &&
    shares.every((share) => share.every((partition, index) => index === 0 || partition > (share[index - 1] ?? 0))) &&
    shares.every((share) => shares.every((other) => Math.abs(share.length - other.length) <= 1)) &&
    same(answer, assign(members.toReversed(), partitions))
  );
}

const written = writtenProperty<Assign, Case>({
  right: assignments,
  shown,
  heldOut: heldOut.assignments,
  families: heldOut.assignmentFamilies,
  cases: fc.record({
    members: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "constructor", ""), { maxLength: 6 }),
    partitions: fc.integer({ min: 0, max: 12 }),
  }),
  ask: (code, assign, { members, partitions }) =>
    (code as unknown as { fairAssignment(...args: unknown[]): Promise<boolean> }).fairAssignment(
      assign,
      members,
      partitions,
    ),
  keeps,
  draw: (assign, { members, partitions }) => {
    const row = (order: readonly string[]) => ({
      members: show(order),
      partitions,
      "assign answers": show(assign(order, partitions)),
    });
    const turned = members.toReversed();
    const differs = !same(assign(members, partitions), assign(turned, partitions));
    return differs ? [row(members), row(turned)] : [row(members)];
  },
});

export default grader({
  title: "a property that tells fair assignments of partitions from others",
  exports: { fairAssignment: "function" },
  properties: {
    passesRight: property({
      says: "It is true for every right assignment, whichever member gets which partition.",
      cover: {
        "more members than partitions": [0.1, ({ one }) => one.members.length > one.partitions],
        "shares that cannot be equal": [0.3, ({ one }) => one.partitions % Math.max(one.members.length, 1) > 0],
      },
      ...written.right,
    }),
    twoOwners: property({ says: `It is false for one where ${shown.twoOwners.says}.`, ...written.shown("twoOwners") }),
    remainderForgotten: property({
      says: `It is false for one where ${shown.remainderForgotten.says}.`,
      ...written.shown("remainderForgotten"),
    }),
    remainderToLast: property({
      says: `It is false for one where ${shown.remainderToLast.says}.`,
      ...written.shown("remainderToLast"),
    }),
    arrivalOrder: property({
      says: `It is false for one where ${shown.arrivalOrder.says}.`,
      ...written.shown("arrivalOrder"),
    }),
    heldOut: property({ says: "It is false for every wrong one that you were not told about.", ...written.heldOut }),
    steady: property({ says: "The same question has the same answer, whatever was asked before.", ...written.steady }),
  },
  hints: {
    general: [
      "What does the contract promise about the answer? Count its promises before you write any of them down.",
      "One line for each promise: who is listed, which partitions are owned, how often, in which order, how evenly, and what another order of the members changes.",
      "Collect Object.values(answer).flat(), sort it, compare with 0…partitions − 1; compare lengths pairwise; ask assign a second time with [...members].reverse().",
    ],
    passesRight: [
      "Which line of yours refused this answer? Does the contract say what that line asks for?",
      "Who gets which partition is free, and so is the order in which the members are listed. With no members nothing is owned.",
      "Ask for sizes, not for partitions: shares.every((a) => shares.every((b) => Math.abs(a.length - b.length) <= 1)).",
    ],
    twoOwners: [
      "How often does each number stand in the whole answer?",
      "All shares together are the numbers 0…partitions − 1, each once. Comparing sets does not see a second one.",
      "const owned = shares.flat().sort((a, b) => a - b), then owned.length === partitions and owned[i] === i.",
    ],
    remainderForgotten: [
      "Which partition has no owner here?",
      "All shares together are the numbers 0…partitions − 1, each once.",
      "owned.length === partitions, where there are members at all.",
    ],
    remainderToLast: [
      "How many partitions has the member with the most, how many the one with the fewest?",
      "The two differ by one at most.",
      "Math.max(...sizes) - Math.min(...sizes) <= 1",
    ],
    arrivalOrder: [
      "Each of the two answers is fair by itself. What does the contract say about the two together?",
      "A property may ask more than once: with the members in another order it must get the same shares.",
      "Compare assign(members, partitions) with assign([...members].reverse(), partitions), member by member.",
    ],
    heldOut: [
      "Is there a sentence of the contract for which your property has no line?",
      "Every member is listed, also with []; nobody else is; partitions count from 0; the numbers of a share ascend.",
      "Object.keys(answer).length === members.length && members.every((m) => Object.hasOwn(answer, m)) && each share ascends.",
    ],
    steady: [
      "What does your property remember from one question to the next?",
      "It gets all that it needs as arguments; a variable outside of it makes it answer by what came before.",
      "Move every `let` into the function.",
    ],
    untouched: [
      "Who else uses the list of members?",
      "sort() and reverse() turn the list that they are called on.",
      "[...members].reverse()",
    ],
  },
});
