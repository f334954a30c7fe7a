import { textOf } from "./text-of.js";

/**
 * What a topic's values must look like. Any Standard Schema will do (zod, Valibot, ArkType, …): the interface is inlined
 * from https://standardschema.dev, which invites copying, so that the core imports nothing.
 */
export interface Schema<Output = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown, ...rest: never[]) => Validated<Output> | Promise<Validated<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** What a Standard Schema answers: a value, or the issues it has with it. */
export type Validated<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** One thing wrong with a value; `path` leads to the field. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/** Flattens an intersection, so that a hover shows fields and not formulas. */
export type Simplify<T> = { [K in keyof T]: T[K] } & {};

/** The row that a schema yields. */
export type OutputOf<S extends Schema> = Simplify<NonNullable<S["~standard"]["types"]>["output"]>;

/** A row, or why the value is none. */
export type Parsed<Row> =
  | { readonly ok: true; readonly row: Row; readonly message?: never }
  | { readonly ok: false; readonly row?: never; readonly message: string; readonly reason?: "not-a-time" };

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";

const asynchronous = "the schema answers with a promise, and a stream cannot wait. Try: a schema without async checks";

/** An issue of `instants`. */
const isOfTime = (issue: SchemaIssue): boolean => "reason" in issue && issue.reason === "not-a-time";

const describe = (issue: SchemaIssue): string => {
  const path = (issue.path ?? []).map((step) => String(typeof step === "object" ? step.key : step)).join(".");
  return path === "" ? issue.message : `${path}: ${issue.message}`;
};

/**
 * Reads a value as a row. It never throws: a schema that throws, or that answers with a promise, gives a message, since
 * mid-stream a bad record becomes a dead letter and stops nothing.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseRow } from "tidemark/core";
 * import { z } from "zod";
 *
 * const Reading = z.object({ celsius: z.number() });
 * assert.deepEqual(parseRow(Reading, { celsius: 21 }), { ok: true, row: { celsius: 21 } });
 * assert.match(parseRow(Reading, { celsius: "warm" }).message ?? "", /^celsius: /);
 * ```
 */
export function parseRow<Output>(schema: Schema<Output>, value: unknown): Parsed<Output> {
  let answer: Validated<Output> | Promise<Validated<Output>>;
  try {
    answer = schema["~standard"].validate(value);
  } catch (error) {
    return { ok: false, message: `the schema threw: ${error instanceof Error ? error.message : textOf(error)}` };
  }
  try {
    if (isPromise(answer)) {
      answer.then(undefined, () => {}); // nobody waits for it, so nobody else hears of its failure
      return { ok: false, message: asynchronous };
    }
    if (answer.issues !== undefined) {
      const message = answer.issues.map(describe).join("; ");
      return answer.issues.some(isOfTime) ? { ok: false, message, reason: "not-a-time" } : { ok: false, message };
    }
    return { ok: true, row: answer.value };
  } catch (error) {
    return { ok: false, message: `the schema's answer is none of a Standard Schema: ${textOf(error)}` };
  }
}

/**
 * Refuses what is no Standard Schema, and a schema that answers with a promise. Some schemas turn asynchronous only for
 * some values; `parseRow` refuses those one by one.
 */
export function checkSchema(schema: Schema, where: string): void {
  const standard: unknown = (schema as { "~standard"?: unknown } | null | undefined)?.["~standard"];
  if (
    typeof standard !== "object" ||
    standard === null ||
    !("validate" in standard) ||
    typeof standard.validate !== "function"
  ) {
    throw new TypeError(
      `${where}: expected a Standard Schema, got ${schema === null ? "null" : typeof schema}. Try: z.object({ … })`,
    );
  }
  const probe = parseRow(schema, undefined);
  if (!probe.ok && probe.message === asynchronous) throw new TypeError(`${where}: ${asynchronous}.`);
}

/**
 * The schema as JSON Schema (draft 2020-12), where its library can tell (Standard JSON Schema, as zod 4 does); else `null`.
 * What JSON Schema has no word for, such as a Date, is `{}` in it.
 */
export function jsonSchemaOf(schema: Schema): { readonly [keyword: string]: unknown } | null {
  const standard: Schema["~standard"] & {
    readonly jsonSchema?: { readonly output?: (options: object) => { readonly [keyword: string]: unknown } };
  } = schema["~standard"];
  try {
    const target = { target: "draft-2020-12", libraryOptions: { unrepresentable: "any" } };
    return standard.jsonSchema?.output?.(target) ?? null;
  } catch {
    return null;
  }
}

/** The fields of a schema's rows; `null` where it does not tell, or lets further fields pass. */
export function fieldsOf(schema: Schema): readonly string[] | null {
  const json = jsonSchemaOf(schema);
  const properties = json?.properties;
  if (json === null || json.additionalProperties !== false) return null;
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : null;
}
