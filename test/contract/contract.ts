import { describe } from "vitest";
import { compactionContract } from "./compaction.js";
import { consumingContract } from "./consuming.js";
import { groupsContract } from "./groups.js";
import { producingContract } from "./producing.js";
import type { MakeSubject } from "./subject.js";
import { topicsContract } from "./topics.js";
import { transactionsContract } from "./transactions.js";

/** Every promise of the port (src/log/port.ts), to be kept by every log alike. */
export function logContract(name: string, make: MakeSubject): void {
  describe(`${name} keeps the promises of the port`, () => {
    describe("topics", () => topicsContract(make));
    describe("producing", () => producingContract(make));
    describe("consuming", () => consumingContract(make));
    describe("groups", () => groupsContract(make));
    describe("transactions", () => transactionsContract(make));
    describe("compaction", () => compactionContract(make));
  });
}
