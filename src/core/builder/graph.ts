import type { OpaqueFunction, Pipeline } from "../pipeline.js";
import type { Plan, PlanNode, PlanStep } from "../plan.js";
import { fieldsOf, type Schema } from "../schema.js";
import { validate } from "../validate.js";
import { IdGiver } from "./ids.js";

/** What stands beside a step because JSON cannot hold it. */
export interface Beside {
  readonly fn?: OpaqueFunction;
  readonly schema?: Schema;
  readonly rows?: ReadonlyMap<unknown, unknown>;
}

/** A step on its way into a plan. Two stages that share a step share this object, so it becomes one node. */
export interface Step {
  readonly step: PlanStep;
  readonly inputs: readonly Step[];
  readonly beside: Beside;
}

export const step = (step: PlanStep, inputs: readonly Step[], beside: Beside = {}): Step => ({ step, inputs, beside });

export interface Outlets {
  readonly late: string | null;
  readonly dead: string | null;
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

/** Two sources that say the same of one topic are one source, also when they were declared apart. */
const sourceKey = (step: PlanStep): string | null =>
  step.op === "stream" || step.op === "table" ? JSON.stringify(step) : null;

/** Writes the steps that lead to these sinks down as a plan, each once, inputs first, and validates it. */
export function assemble<Row>(name: string, sinks: readonly Step[], outlets: Outlets): Pipeline<Row> {
  const ids = new IdGiver();
  const idOf = new Map<Step, string>();
  const sources = new Map<string, Step>();
  const nodes: PlanNode[] = [];
  const functions: Record<string, OpaqueFunction> = {};
  const schemas: Record<string, Schema> = {};
  const tables: Record<string, ReadonlyMap<unknown, unknown>> = {};

  const keep = <T>(kept: Record<string, T>, key: string, value: T, what: string): void => {
    if (Object.hasOwn(kept, key) && kept[key] !== value) {
      throw new TypeError(
        `${name}: there are two different ${what} called "${key}". Try: declare it once and use that twice`,
      );
    }
    Object.defineProperty(kept, key, { value, enumerable: true, configurable: true, writable: true });
  };

  const visit = (current: Step): string => {
    const known = idOf.get(current);
    if (known !== undefined) return known;
    const source = sourceKey(current.step);
    const twin = source === null ? undefined : sources.get(source);
    if (twin !== undefined && twin.beside.schema === current.beside.schema) {
      const id = idOf.get(twin)!;
      idOf.set(current, id);
      return id;
    }
    const inputs = current.inputs.map(visit);
    const id = ids.next(current.step, current.beside.fn);
    const { fn, schema, rows } = current.beside;
    let written = current.step;
    if (fn !== undefined && (written.op === "mapFunction" || written.op === "filterFunction")) {
      written = { ...written, name: id };
      keep(functions, id, fn, "functions");
    }
    if (schema !== undefined && (written.op === "stream" || written.op === "table")) {
      keep(schemas, written.topic, schema, "schemas for a topic");
    }
    if (rows !== undefined && written.op === "lookup") keep(tables, written.table, rows, "fixed tables");
    idOf.set(current, id);
    if (source !== null) sources.set(source, current);
    nodes.push({ id, inputs, ...written });
    return id;
  };
  for (const sink of sinks) visit(sink);

  const plan: Plan = deepFreeze({ name, nodes, late: outlets.late, dead: outlets.dead });
  const fields: Record<string, readonly string[]> = {};
  for (const [topic, schema] of Object.entries(schemas)) {
    const told = fieldsOf(schema);
    if (told !== null) keep(fields, topic, told, "fields");
  }
  validate(plan, { fields });
  return {
    plan,
    functions: Object.freeze(functions),
    schemas: Object.freeze(schemas),
    tables: Object.freeze(tables),
  };
}
