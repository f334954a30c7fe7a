import type { OpaqueFunction, Pipeline } from "../pipeline.js";
import type { Plan, PlanNode, PlanStep } from "../plan.js";
import { fieldsOf, type Schema } from "../schema.js";
import { validate } from "../validate.js";
import { IdGiver } from "./ids.js";

/** What stands beside a step because JSON cannot hold it. */
export interface Beside {
  readonly fn?: OpaqueFunction;
  readonly schema?: Schema;
  readonly keySchema?: Schema;
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

const isSameBeside = (a: Beside, b: Beside): boolean => a.schema === b.schema && a.keySchema === b.keySchema;

type Kept<T> = Record<string, T>;

/** A plan that is being written, and what stands beside it. */
class Draft {
  readonly #name: string;
  readonly nodes: PlanNode[] = [];
  readonly functions: Kept<OpaqueFunction> = {};
  readonly schemas: Kept<Schema> = {};
  readonly keySchemas: Kept<Schema> = {};
  readonly tables: Kept<ReadonlyMap<unknown, unknown>> = {};
  readonly #ids = new IdGiver();
  readonly #idOf = new Map<Step, string>();
  readonly #sources = new Map<string, Step>();

  constructor(name: string) {
    this.#name = name;
  }

  /** Writes a step down after its inputs, unless it stands there already; its id. */
  write(current: Step): string {
    const known = this.#idOf.get(current) ?? this.#idOfTwin(current);
    if (known !== undefined) return known;
    const inputs = current.inputs.map((input) => this.write(input));
    const id = this.#ids.next(current.step, current.beside.fn);
    this.#idOf.set(current, id);
    const source = sourceKey(current.step);
    if (source !== null) this.#sources.set(source, current);
    this.nodes.push({ id, inputs, ...this.#withBeside(id, current) });
    return id;
  }

  #idOfTwin(current: Step): string | undefined {
    const source = sourceKey(current.step);
    const twin = source === null ? undefined : this.#sources.get(source);
    if (twin === undefined || !isSameBeside(twin.beside, current.beside)) return undefined;
    return this.#idOf.get(twin);
  }

  /** Puts what JSON cannot hold beside the plan; the step, which now names it. */
  #withBeside(id: string, { step, beside }: Step): PlanStep {
    const { fn, schema, keySchema, rows } = beside;
    if (schema !== undefined && (step.op === "stream" || step.op === "table"))
      this.#keep(this.schemas, step.topic, schema, "schemas for a topic");
    if (keySchema !== undefined && step.op === "table")
      this.#keep(this.keySchemas, step.topic, keySchema, "key schemas for a topic");
    if (rows !== undefined && step.op === "lookup") this.#keep(this.tables, step.table, rows, "fixed tables");
    if (fn === undefined || (step.op !== "mapFunction" && step.op !== "filterFunction")) return step;
    this.#keep(this.functions, id, fn, "functions");
    return { ...step, name: id };
  }

  #keep<T>(kept: Kept<T>, key: string, value: T, what: string): void {
    if (Object.hasOwn(kept, key) && kept[key] !== value) {
      throw new TypeError(
        `${this.#name}: there are two different ${what} called "${key}". Try: declare it once and use that twice`,
      );
    }
    put(kept, key, value);
  }
}

/** A topic may be called anything, `__proto__` too. */
function put<T>(kept: Kept<T>, key: string, value: T): void {
  Object.defineProperty(kept, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The fields of the rows of topics whose schema tells them. */
function toldFields(schemas: Kept<Schema>): Kept<readonly string[]> {
  const fields: Kept<readonly string[]> = {};
  for (const [topic, schema] of Object.entries(schemas)) {
    const told = fieldsOf(schema);
    if (told !== null) put(fields, topic, told);
  }
  return fields;
}

/** Writes the steps that lead to these sinks down as a plan, each once, inputs first, and validates it. */
export function assemble<Row>(name: string, sinks: readonly Step[], { late, dead }: Outlets): Pipeline<Row> {
  const draft = new Draft(name);
  for (const sink of sinks) draft.write(sink);
  const { nodes, functions, schemas, keySchemas, tables } = draft;
  const plan: Plan = deepFreeze({ name, nodes, late, dead });
  validate(plan, { fields: toldFields(schemas) });
  return {
    plan,
    functions: Object.freeze(functions),
    schemas: Object.freeze(schemas),
    ...(Object.keys(keySchemas).length === 0 ? {} : { keySchemas: Object.freeze(keySchemas) }),
    tables: Object.freeze(tables),
  };
}
