import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, it } from "vitest";
import { type Columns, csvSink, parquetSink, postgresSink } from "../../../src/connect/index.js";
import type { SinkRow, TopicSink } from "../../../src/worker/index.js";
import { freshDatabase, select } from "../_postgres.js";

const columns = {
  name: "text",
  count: "integer",
  share: "number",
  price: "decimal(2)",
  paid: "boolean",
  at: "timestamp",
  note: "text?",
  "odd, name": "integer?",
} satisfies Columns;

const AT = Date.UTC(2025, 9, 14, 10, 30, 45, 123);
const plain = { name: "rope", count: 3, share: 0.1, price: 12.5, paid: true, at: AT, note: null };
const rows = [
  plain,
  { ...plain, name: 'é "quoted"\r\n5,9,', count: -(2 ** 53 - 1), share: -0, price: -0.05, note: "" },
  { ...plain, count: 2 ** 53 - 1, share: 5e-324, price: 9_999_999_999_999.99, paid: false, at: -1, "odd, name": 7 },
  { ...plain, name: "", share: 0.1 + 0.2, price: 0, at: Date.UTC(9999, 11, 31, 23, 59, 59, 999), note: "constructor" },
];

const asRow = (row: object | null, offset = 0, key: string | null = `k${offset}`): SinkRow => ({
  partition: 0,
  offset,
  timestamp: 0,
  key,
  row: row as SinkRow["row"],
});

async function write(sink: TopicSink, some: readonly SinkRow[]): Promise<void> {
  const writer = await sink.open({ topic: "sales", partition: 0 });
  expect(some.map((row) => writer.refusal(row))).toEqual(some.map(() => null));
  await writer.write({ rows: some, next: some.at(-1)!.offset + 1 });
  await writer.close();
}

const duck = async (sql: string): Promise<unknown[]> => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
};

const inNumbers = `name, count::varchar as count, share, price::decimal(18,2)::varchar as price, paid, epoch_ms("at")::varchar as "at", note, "odd, name" as odd`;
const readBack = rows.map((row) => ({
  name: row.name,
  count: String(row.count),
  share: row.share === 0 ? 0 : row.share,
  price: row.price.toFixed(2),
  paid: row.paid,
  at: String(row.at),
  note: row.note,
  odd: "odd, name" in row ? "7" : null,
}));

describe("values in a sink", () => {
  let url = "";
  beforeAll(async () => {
    url = await freshDatabase();
  });

  it("are read back equal from PostgreSQL", async () => {
    await write(
      postgresSink({ url, table: "typed", columns }),
      rows.map((row, i) => asRow(row, i)),
    );
    const found = await select<Record<string, unknown>>(
      url,
      `select name, count::text, share, price::text, paid, (extract(epoch from at) * 1000)::bigint::text as at, note,
       "odd, name"::text as odd from typed order by record_key`,
    );
    expect(found).toEqual(readBack);
  });

  it("are read back equal from Parquet, by DuckDB, with their types", async () => {
    const folder = mkdtempSync(join(tmpdir(), "parquet-"));
    await write(
      parquetSink({ folder, columns }),
      rows.map((row, i) => asRow(row, i)),
    );
    expect(await duck(`select ${inNumbers} from read_parquet('${folder}/*.parquet')`)).toEqual(readBack);
    const types = await duck(`select * from (describe select * from read_parquet('${folder}/*.parquet'))`);
    expect(types.map((type) => (type as { column_type: string }).column_type)).toEqual([
      "VARCHAR",
      "BIGINT",
      "DOUBLE",
      "DECIMAL(18,2)",
      "BOOLEAN",
      "TIMESTAMP WITH TIME ZONE",
      "VARCHAR",
      "BIGINT",
    ]);
  });

  it("are read back equal from CSV, by DuckDB, and the place is behind the last row whatever a text holds", async () => {
    const folder = mkdtempSync(join(tmpdir(), "csv-"));
    const sink = csvSink({ folder, columns });
    await write(
      sink,
      rows.map((row, i) => asRow(row, i)),
    );
    const read = `read_csv('${folder}/*.csv', quote = '"', new_line = '\\r\\n', allow_quoted_nulls = false)`;
    expect(await duck(`select ${inNumbers} from ${read}`)).toEqual(readBack);
    expect((await sink.open({ topic: "sales", partition: 0 })).position).toBe(rows.length);
  });

  it.each([
    ["name", 7],
    ["name", "a\0b"],
    ["name", "\ud800"],
    ["name", null],
    ["count", 1.5],
    ["count", 2 ** 53],
    ["count", "3"],
    ["share", Number.NaN],
    ["share", Number.POSITIVE_INFINITY],
    ["price", 1.005],
    ["price", 0.1 + 0.2],
    ["price", 1e16],
    ["price", 1e300],
    ["paid", 1],
    ["at", "2025-10-14"],
    ["at", 8.64e15],
    ["at", 0.5],
    ["note", {}],
  ])("that do not fit are refused with their column's name: %s %j", async (name, value) => {
    const folder = mkdtempSync(join(tmpdir(), "refused-"));
    for (const sink of [postgresSink({ url, table: "refused", columns }), parquetSink({ folder, columns })]) {
      const writer = await sink.open({ topic: "sales", partition: 0 });
      expect(writer.refusal(asRow({ ...plain, [name]: value }))).toMatch(new RegExp(`^"${name}": expected`));
      await writer.close();
    }
  });

  it("of a prototype are no values", async () => {
    const writer = await csvSink({
      folder: "nowhere",
      columns: { constructor: "text", toString: "text?" } as Record<string, "text">,
    }).open({
      topic: "sales",
      partition: 0,
    });
    expect(writer.refusal(asRow({}))).toBe('"constructor": expected a value, got none');
  });

  it("of a type that there is not are refused at once, with the types that there are", () => {
    const wrong = { amount: "varchar" } as unknown as Columns;
    expect(() => parquetSink({ folder: "out", columns: wrong })).toThrow(
      /"amount": there is no type "varchar"\. There are: text/,
    );
    expect(() => postgresSink({ url: "", table: "t", columns: {} })).toThrow(/a sink needs columns/);
  });
});

describe("a table that is kept by key", () => {
  it("has the last row of each key, within a batch and over batches, and none that was deleted", async () => {
    const url = await freshDatabase();
    const sink = postgresSink({ url, table: "by_key", columns: { n: "integer" } });
    const of = (n: number | null, offset: number, key: string): SinkRow =>
      asRow(n === null ? null : { n }, offset, key);
    await write(sink, [of(1, 0, "a"), of(2, 1, "b"), of(3, 2, "a"), of(4, 3, "c")]);
    await write(sink, [of(null, 4, "b"), of(5, 5, "c"), of(null, 6, "d"), of(6, 7, "b")]);
    await write(sink, [of(7, 8, "a"), of(null, 9, "a")]);
    expect(await select(url, "select record_key, n::int from by_key order by 1")).toEqual([
      { record_key: "b", n: 6 },
      { record_key: "c", n: 5 },
    ]);
  });

  it("refuses a record without a key, and one that only grows refuses a deletion", async () => {
    const url = await freshDatabase();
    const at = { topic: "sales", partition: 0 };
    const upsert = await postgresSink({ url, table: "upsert", columns: { n: "integer" } }).open(at);
    expect(upsert.refusal(asRow({ n: 1 }, 0, null))).toMatch(/without a key/);
    const append = await postgresSink({ url, table: "append", columns: { n: "integer" }, mode: "append" }).open(at);
    expect(append.refusal(asRow(null))).toMatch(/deletion/);
    expect(append.refusal(asRow({ n: 1 }, 0, null))).toBeNull();
    await upsert.close();
    await append.close();
  });
});
