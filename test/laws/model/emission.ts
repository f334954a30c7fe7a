import type { Aggregates } from "../../../src/core/plan.js";
import { aggregateAll } from "./aggregates.js";
import { compareKeys } from "./canonical.js";
import type { Emitted } from "./outcome.js";
import type { Pane } from "./windows.js";

/** What has been told about each key + window, and what comes next. */
export class Emission {
  private readonly told = new Map<string, { revision: number; events: number }>();

  constructor(
    private readonly keyField: string | null,
    private readonly aggregates: Aggregates,
    private readonly tsOf: (pane: Pane) => number,
    private readonly results: Emitted[],
  ) {}

  emit(pane: Pane): void {
    this.put(pane, this.wasTold(pane) ? this.told.get(id(pane))!.revision + 1 : 0);
  }

  /** The whole table: what has not changed keeps its revision. */
  emitAll(panes: readonly Pane[]): void {
    for (const pane of inFireOrder(panes)) {
      if (this.isNews(pane)) this.emit(pane);
      else this.put(pane, this.told.get(id(pane))!.revision);
    }
  }

  private put(pane: Pane, revision: number): void {
    const { key, start, end, events } = pane;
    const named = this.keyField === null ? {} : { [this.keyField]: key };
    const row = { ...named, windowStart: start, windowEnd: end, ...aggregateAll(this.aggregates, events) };
    this.results.push({ key, row, ts: this.tsOf(pane), window: { start, end }, revision });
    this.told.set(id(pane), { revision, events: events.length });
  }

  retract(pane: Pane): void {
    const revision = this.told.get(id(pane))!.revision + 1;
    const { key, start, end } = pane;
    this.results.push({ key, row: null, ts: this.tsOf(pane), window: { start, end }, revision });
    this.told.delete(id(pane));
  }

  wasTold(pane: Pane): boolean {
    return this.told.has(id(pane));
  }

  /** True when the pane holds something that was not told yet. Events are only added, so their number says it. */
  isNews(pane: Pane): boolean {
    return this.told.get(id(pane))?.events !== pane.events.length;
  }
}

const id = (pane: Pane): string => JSON.stringify([pane.key, pane.start, pane.end]);

/** The order in which windows fire. */
export const inFireOrder = (panes: readonly Pane[]): Pane[] =>
  [...panes].sort((a, b) => a.end - b.end || compareKeys(a.key, b.key) || a.start - b.start);

export const lastTs = (pane: Pane): number => Math.max(...pane.events.map((event) => event.ts));
