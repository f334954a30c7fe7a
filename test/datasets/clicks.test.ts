import { describe, expect, it } from "vitest";
import { mergeSessions, type SessionBounds } from "../../src/core/index.js";
import { type Click, clicks } from "../../src/datasets/index.js";

const minute = 60_000;
const rows = (seed = 5): Click[] => clicks.generate({ seed }).map(({ value }) => JSON.parse(value!) as Click);
const times = (all: readonly Click[], visitor: string): number[] =>
  all.filter((click) => click.visitor === visitor).map(({ at }) => at);
const sessions = (at: readonly number[]): SessionBounds[] =>
  at.reduce<SessionBounds[]>((before, ts) => mergeSessions(before, ts, 4 * minute), []);

describe("clicks", () => {
  it("come in visits: each visitor comes, leaves, and comes again", () => {
    const all = rows();
    const visits = [...new Set(all.map(({ visitor }) => visitor))].map((visitor) => sessions(times(all, visitor)));
    expect(visits).toHaveLength(9);
    expect(Math.min(...visits.map(({ length }) => length))).toBeGreaterThanOrEqual(2);
    expect(visits.flat().length).toBeLessThan(60);
  });

  it("are the same again when generated again, and others with another seed", () => {
    expect(rows()).toEqual(rows());
    expect(rows(6)).not.toEqual(rows());
  });
});
