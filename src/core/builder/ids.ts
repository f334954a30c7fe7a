import type { OpaqueFunction } from "../pipeline.js";
import type { PlanStep } from "../plan.js";

/** What an id may hold: ids become part of topic names, so Kafka's rule holds for them. */
const legal = (text: string): string => text.replace(/[^a-zA-Z0-9._-]+/g, "_");

/** A name that says which step it is, where the step has one; else the word that its number follows. */
const nameOf = (step: PlanStep, fn: OpaqueFunction | undefined): { named: string } | { counted: string } => {
  switch (step.op) {
    case "stream":
    case "table":
      return { named: step.topic };
    case "sink":
      return { named: `to-${step.topic}` };
    case "filter":
      return { named: `filter-${step.field}` };
    case "filterFunction":
      return fn === undefined || fn.name === "" ? { counted: "filter" } : { named: `filter-${fn.name}` };
    case "mapFunction":
      return fn === undefined || fn.name === "" ? { counted: "map" } : { named: `map-${fn.name}` };
    case "keyBy":
      return { named: `key-by-${step.field}` };
    case "groupTable":
      return { named: `group-by-${step.field}` };
    case "lookup":
      return { named: `lookup-${step.table}` };
    case "dedup":
      return { named: `dedup-${step.field}` };
    case "select":
    case "window":
    case "aggregate":
      return { counted: step.op };
    case "joinStreams":
    case "joinTable":
    case "joinAsOf":
    case "joinTables":
    case "joinForeignKey":
      return { counted: "join" };
    case "tableMoves":
    case "groupMoves":
    case "foreignKeyLeft":
    case "foreignKeyRight":
      return { counted: step.op };
    case "internalSource":
      return { named: step.topic };
    case "internalSink":
      return { named: `to-${step.topic}` };
  }
};

/**
 * Gives each step an id that is unique, readable, and the same each time that the same pipeline is declared:
 * "sensor-readings", "key-by-sensorId", "window-1", and "key-by-sensorId-2" for a second one.
 */
export class IdGiver {
  readonly #taken = new Set<string>();

  next(step: PlanStep, fn: OpaqueFunction | undefined): string {
    const name = nameOf(step, fn);
    const base = legal("named" in name ? name.named : name.counted);
    let number = 1;
    let id = "named" in name ? base : `${base}-1`;
    while (this.#taken.has(id)) {
      number += 1;
      id = `${base}-${number}`;
    }
    this.#taken.add(id);
    return id;
  }
}
