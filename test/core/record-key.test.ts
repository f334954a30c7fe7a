import { describe, expect, it } from "vitest";
import { z } from "zod";
import { explain, pipeline, record, run, type Schema } from "../../src/core/index.js";

const Item = z.object({ id: z.number(), cents: z.number() });
type RecordKey = "text" | "json" | Schema;

/** What a table makes of a write of item 7 and its deletion, both under this record key. */
function writtenAndDeleted(key: string, recordKey?: RecordKey, id: number | string = 7) {
  const schema = typeof id === "number" ? Item : z.object({ id: z.string(), cents: z.number() });
  const options = recordKey === undefined ? { key: "id" as const } : { key: "id" as const, recordKey };
  const plan = pipeline("prices")
    .table("prices", schema as typeof Item, options)
    .to("current");
  const { results, dead } = run(plan, [record("prices", { id, cents: 200 }, { key }), record("prices", null, { key })]);
  return { rows: results.map(({ row }) => row?.cents ?? null), dead: dead.map(({ reason }) => reason) };
}

const gone = { rows: [200, null], dead: [] };
const prefixed = z
  .string()
  .startsWith("stock:")
  .transform((text) => Number(text.slice("stock:".length)));

describe("a table's deletion", () => {
  it.each<[string, RecordKey | undefined, number | string]>([
    ["7", undefined, 7],
    ["7", "text", "7"],
    ["7", "json", 7],
    ['"7"', "json", "7"],
    ['{"id":7}', "json", 7],
    ['{"id":7,"region":"eu"}', "json", 7],
    ["stock:7", prefixed, 7],
    ['{"stock":7}', z.object({ stock: z.number() }).transform(({ stock }) => ({ id: stock })), 7],
    ["7", z.string(), "7"],
  ])("by the record key %s deletes the row", (key, recordKey, id) => {
    expect(writtenAndDeleted(key, recordKey, id)).toEqual(gone);
  });

  it.each<[string, RecordKey | undefined, string[]]>([
    ['{"id":7}', undefined, ["key-mismatch"]],
    ["stock:7", undefined, ["key-mismatch"]],
    ["8", "json", ["key-mismatch"]],
    ['"7"', "json", ["key-mismatch"]],
    ["{", "json", ["key-mismatch", "key-mismatch"]],
    ["null", "json", ["key-mismatch", "key-mismatch"]],
    ['{"other":7}', "json", ["key-mismatch", "key-mismatch"]],
    ["shelf:7", prefixed, ["key-mismatch", "key-mismatch"]],
  ])("is never silently nothing: the record key %s, read as %s, makes dead letters", (key, recordKey, dead) => {
    expect(writtenAndDeleted(key, recordKey).dead).toEqual(dead);
  });

  it("says what disagrees, and what to try", () => {
    const plan = pipeline("prices").table("prices", Item, { key: "id" }).to("current");
    const { dead } = run(plan, [record("prices", { id: 7, cents: 1 }, { key: '{"id":7}' })]);
    expect(dead[0]!.message).toBe(
      'the record\'s key "{\\"id\\":7}" is read as the text "{\\"id\\":7}", and "id" is 7. Try: table(…, { recordKey: "json" }) or a schema, where the key is not the field\'s plain text',
    );
  });

  it("goes by a record key that explain names", () => {
    const plan = pipeline("prices").table("prices", Item, { key: "id", recordKey: "json" }).to("current");
    expect(explain(plan)).toContain("as a table by id, its record key in JSON");
    expect(JSON.parse(JSON.stringify(plan.plan)).nodes[0].recordKey).toBe("json");
  });
});
