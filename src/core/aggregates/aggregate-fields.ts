import { canonicalJson } from "../canonical.js";
import { fieldOf } from "../field.js";
import type { Row } from "../operator.js";
import type { Aggregates } from "../plan.js";
import { described } from "../text-of.js";

const numeric: ReadonlySet<string> = new Set(["sum", "mean", "min", "max", "topK"]);

/** Which fields the aggregates read, each once, and which of them must be finite numbers. */
export class AggregateFields {
  readonly names: readonly string[];
  readonly numeric: readonly boolean[];
  /** For each aggregate the place of its field; 0 where it reads none. */
  readonly places: readonly number[];
  /** The fields of the row that was read last: one row is read at a time. */
  readonly values: unknown[];

  constructor(aggregates: Aggregates) {
    const names: string[] = [];
    const specs = Object.values(aggregates);
    this.places = specs.map((spec) => {
      if (spec.kind === "count") return 0;
      const place = names.indexOf(spec.field);
      return place >= 0 ? place : names.push(spec.field) - 1;
    });
    this.names = names;
    this.numeric = names.map((name) =>
      specs.some((spec) => numeric.has(spec.kind) && spec.kind !== "count" && spec.field === name),
    );
    this.values = names.map(() => null);
  }

  /** Reads a row's fields into `values`; answers with what is wrong, or null. */
  read(row: Row): string | null {
    for (let i = 0; i < this.names.length; i++) {
      const value = fieldOf(row, this.names[i]!);
      if (this.numeric[i]! ? !(typeof value === "number" && value - value === 0) : !isJson(value)) {
        const expected = this.numeric[i]! ? "a finite number" : "a JSON value";
        return `expected ${expected} in "${this.names[i]!}", got ${described(value)}`;
      }
      this.values[i] = value;
    }
    return null;
  }
}

/** Whether a value survives JSON, so that it can be kept in state. Nothing at all counts as null. */
function isJson(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      return value === null || hasCanonicalForm(value);
    default:
      return false;
  }
}

function hasCanonicalForm(value: object): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false; // it holds itself
  }
}
