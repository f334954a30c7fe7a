import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SortedList } from "../../../src/core/joins/sorted-list.js";

interface Item {
  readonly at: number;
  readonly id: number;
}
const byTime = (a: Item, b: Item): number => a.at - b.at;
const probe = (at: number): Item => ({ at, id: -1 });

type Command =
  | readonly ["add", number]
  | readonly ["shift"]
  | readonly ["delete", number]
  | readonly ["between", number, number];

/** Runs commands against the list and against a plain array that is sorted anew each time. */
const agrees = (commands: readonly Command[]): void => {
  const list = new SortedList<Item>(byTime);
  let model: Item[] = [];
  commands.forEach((command, id) => {
    if (command[0] === "add") {
      list.add({ at: command[1], id });
      model = [...model, { at: command[1], id }].sort((a, b) => a.at - b.at || a.id - b.id);
    } else if (command[0] === "shift") {
      expect(list.shift()).toEqual(model[0]);
      model = model.slice(1);
    } else if (command[0] === "delete") {
      const index = model.findIndex((item) => item.at === command[1]);
      expect(list.delete(probe(command[1]))).toBe(index >= 0);
      model = model.filter((_, i) => i !== index);
    } else {
      const into: Item[] = [];
      const count = list.between(probe(command[1]), probe(command[2]), into);
      expect(into.slice(0, count)).toEqual(model.filter((item) => item.at >= command[1] && item.at <= command[2]));
    }
    expect(list.size).toBe(model.length);
    expect(list.first()).toEqual(model[0]);
    expect(list.last()).toEqual(model.at(-1));
    for (const at of [-6, 3, 8]) {
      const equal = model.find((item) => item.at === at);
      expect(list.floor(probe(at))).toEqual(equal ?? model.findLast((item) => item.at < at));
    }
  });
  expect([...list]).toEqual(model);
};

describe("SortedList", () => {
  it("equals an array that is sorted after every change", () => {
    const at = fc.integer({ min: -5, max: 20 });
    const command: fc.Arbitrary<Command> = fc.oneof(
      { weight: 5, arbitrary: at.map((ts) => ["add", ts] as const) },
      { weight: 2, arbitrary: fc.constant(["shift"] as const) },
      { weight: 1, arbitrary: at.map((ts) => ["delete", ts] as const) },
      { weight: 1, arbitrary: fc.tuple(at, at).map(([low, high]) => ["between", low, high] as const) },
    );
    fc.assert(fc.property(fc.array(command, { maxLength: 60 }), agrees), { seed: 4, numRuns: 400 });
  });

  it("stays in order over many chunks, whatever the order of arrival", () => {
    const commands: Command[] = [];
    for (let i = 0; i < 1500; i++) commands.push(["add", (i * 7919) % 1009]);
    for (let i = 0; i < 700; i++) commands.push(["shift"], ["delete", (i * 31) % 1009]);
    for (let i = 0; i < 300; i++) commands.push(["add", (i * 7919) % 1009], ["between", i, i + 40]);
    agrees(commands);
  });
});
