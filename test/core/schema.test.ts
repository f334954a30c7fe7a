import { pipeline, type Schema } from "tidemark";
import { fieldsOf, jsonSchemaOf, parseRow } from "tidemark/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const answering = (validate: Schema["~standard"]["validate"]): Schema => ({
  "~standard": { version: 1, vendor: "test", validate },
});
const Reading = z.object({ at: z.coerce.date(), place: z.object({ city: z.string() }) });

describe("parseRow", () => {
  it("gives the row as the schema made it", () => {
    const parsed = parseRow(Reading, { at: 5, place: { city: "Oslo" }, more: 1 });
    expect(parsed).toEqual({ ok: true, row: { at: new Date(5), place: { city: "Oslo" } } });
  });

  it("says which field is wrong, and every one of them", () => {
    const parsed = parseRow(Reading, { at: "no time", place: { city: 7 } });
    expect(parsed).toMatchObject({ ok: false, message: expect.stringMatching(/^at: .*; place\.city: /) });
  });

  it("reads a path of keys wrapped in objects, as the standard allows", () => {
    const schema = answering(() => ({ issues: [{ message: "bad", path: [{ key: "a" }, 0] }, { message: "worse" }] }));
    expect(parseRow(schema, 1)).toEqual({ ok: false, message: "a.0: bad; worse" });
  });

  it("takes a schema that throws for one that refuses", () => {
    const schema = answering(() => {
      throw new Error("boom");
    });
    expect(parseRow(schema, 1)).toEqual({ ok: false, message: "the schema threw: boom" });
  });

  it("refuses a promise, also one that fails later", async () => {
    const schema = answering(() => Promise.reject(new Error("nobody waits for me")));
    expect(parseRow(schema, 1)).toMatchObject({ ok: false, message: expect.stringContaining("promise") });
    await new Promise((resolve) => setImmediate(resolve));
  });

  it("refuses the promise of an async check that only some values reach", () => {
    const checked = z.object({ id: z.string() }).refine(async () => true);
    expect(parseRow(checked, {})).toMatchObject({ ok: false, message: expect.stringContaining("id: ") });
    expect(parseRow(checked, { id: "a" })).toMatchObject({ ok: false, message: expect.stringContaining("promise") });
  });
});

describe("a source", () => {
  it("refuses a schema that answers with a promise when the pipeline is built", () => {
    const schema: Schema<object> = answering(async () => ({ value: {} })) as Schema<object>;
    expect(() => pipeline("p").from("t", schema)).toThrow(/p: from\("t"\): the schema answers with a promise/);
  });

  it("refuses what is no Standard Schema, and says what to try", () => {
    const nothing = null as unknown as Schema<object>;
    expect(() => pipeline("p").from("t", nothing)).toThrow('p: from("t"): expected a Standard Schema, got null');
  });
});

describe("fieldsOf", () => {
  it("lists a zod object's fields, Dates among them", () => {
    expect(fieldsOf(Reading)).toEqual(["at", "place"]);
  });

  it("knows nothing of a schema that lets further fields pass, transforms its rows, or does not tell", () => {
    expect(fieldsOf(z.looseObject({ a: z.string() }))).toBeNull();
    expect(fieldsOf(z.object({ a: z.string() }).transform(({ a }) => ({ b: a })))).toBeNull();
    expect(fieldsOf(answering(() => ({ value: 1 })))).toBeNull();
    expect(jsonSchemaOf(answering(() => ({ value: 1 })))).toBeNull();
  });
});
