import type { Row } from "../operator.js";
import type { AggregateSpec, Aggregates } from "../plan.js";
import { AggregateFields } from "./aggregate-fields.js";
import { ChoiceColumn } from "./choice.js";
import { CollectColumn } from "./collect.js";
import type { Column } from "./column.js";
import { CountColumn } from "./count.js";
import { CountDistinctColumn } from "./count-distinct.js";
import { ExtremeColumn } from "./extreme.js";
import { MeanColumn } from "./mean.js";
import { SumColumn } from "./sum.js";
import { TopKColumn } from "./top-k.js";

/** What one aggregate is, as a column. */
function columnFor(spec: AggregateSpec): Column {
  switch (spec.kind) {
    case "count":
      return new CountColumn();
    case "sum":
      return new SumColumn();
    case "mean":
      return new MeanColumn();
    case "min":
    case "max":
      return new ExtremeColumn(spec.kind);
    case "first":
    case "last":
      return new ChoiceColumn(spec.kind);
    case "collect":
      return new CollectColumn();
    case "topK":
      return new TopKColumn(spec.k);
    case "countDistinct":
      return new CountDistinctColumn();
  }
}

/**
 * Composite aggregates, by name, for groups that are slots: count, sum and the rest of one row in one call.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Accumulators } from "tidemark/core";
 *
 * const groups = new Accumulators({ readings: { kind: "count" }, total: { kind: "sum", field: "celsius" } });
 * const slot = groups.allocate();
 * groups.add(slot, { celsius: 20 }, 1000);
 * groups.add(slot, { celsius: 0.5 }, 2000);
 * assert.deepEqual(groups.result(slot), { readings: 2, total: 20.5 });
 * assert.equal(groups.fields.read({ celsius: Number.NaN }), 'expected a finite number in "celsius", got NaN');
 * ```
 */
export class Accumulators {
  readonly names: readonly string[];
  readonly columns: readonly Column[];
  readonly fields: AggregateFields;
  readonly #places: readonly number[];
  readonly #free: number[] = [];
  #used = 0;
  #capacity = 0;

  constructor(readonly aggregates: Aggregates) {
    this.names = Object.keys(aggregates);
    this.columns = Object.values(aggregates).map(columnFor);
    this.fields = new AggregateFields(aggregates);
    this.#places = this.fields.places;
  }

  /** An empty slot. */
  allocate(): number {
    const reused = this.#free.pop();
    if (reused !== undefined) return reused;
    if (this.#used === this.#capacity) {
      this.#capacity = Math.max(16, this.#capacity * 2);
      for (const column of this.columns) column.grow(this.#capacity);
    }
    return this.#used++;
  }

  /** Empties a slot and gives it back. */
  release(slot: number): void {
    for (const column of this.columns) column.clear(slot);
    this.#free.push(slot);
  }

  /** Adds a row that `fields.read` has found right. */
  add(slot: number, row: Row, ts: number): void {
    this.fields.read(row);
    this.addRead(slot, ts);
  }

  /** Adds the row that `fields` has just read. */
  addRead(slot: number, ts: number): void {
    const { columns } = this;
    const places = this.#places;
    const { values } = this.fields;
    for (let i = 0; i < columns.length; i++) columns[i]!.add(slot, values[places[i]!], ts);
  }

  /** Adds the row that `fields` has just read to several groups. */
  addReadEach(slots: readonly number[], ts: number): void {
    const { columns } = this;
    const places = this.#places;
    const { values } = this.fields;
    for (let i = 0; i < columns.length; i++) columns[i]!.addEach(slots, values[places[i]!], ts);
  }

  merge(slot: number, from: Accumulators, fromSlot: number): void {
    for (let i = 0; i < this.columns.length; i++) this.columns[i]!.merge(slot, from.columns[i]!, fromSlot);
  }

  /** Writes the results into a row under their names. */
  write(slot: number, row: { [name: string]: unknown }): void {
    for (let i = 0; i < this.names.length; i++) row[this.names[i]!] = this.columns[i]!.result(slot);
  }

  result(slot: number): { [name: string]: unknown } {
    const row: { [name: string]: unknown } = {};
    this.write(slot, row);
    return row;
  }

  save(slot: number): readonly unknown[] {
    return this.columns.map((column) => column.save(slot));
  }

  load(slot: number, saved: readonly unknown[]): void {
    this.columns.forEach((column, i) => {
      column.load(slot, saved[i]);
    });
  }
}
