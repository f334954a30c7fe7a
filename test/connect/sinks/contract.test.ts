import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvSink, nodePartFiles, type PartFiles, parquetSink, postgresSink } from "../../../src/connect/index.js";
import { connectTo } from "../../../src/connect/postgres/database.js";
import { PowerCutDisk, steppedFiles } from "../../contract/power-cut-disk.js";
import {
  crashEverywhere,
  type MakePlace,
  readAllTheWhile,
  replay,
  type SinkPlace,
  type Steps,
  twoWriters,
} from "../../contract/sinks.js";
import { inMemory, type ways } from "../../contract/wrong-sinks.js";
import { freshDatabase } from "../_postgres.js";
import { csvRows, parquetRows } from "./_read-parts.js";

const columns = { id: "text", amount: "integer" } as const;

/** Whatever the kind of sink: the whole contract. */
function keepsTheContract(make: MakePlace, leastSteps: number): void {
  it("has every row once after a crash at every step, and whole batches before", async () => {
    const { steps, findings } = await crashEverywhere(make);
    expect(findings).toEqual([]);
    expect(steps).toBeGreaterThan(leastSteps);
  });
  it("shows a reader whole batches at every step", async () => expect(await readAllTheWhile(make)).toEqual([]));
  it("takes what comes again, in another size, for what it has", async () => expect(await replay(make)).toEqual([]));
  it("has every row once when a second writer takes over at every step", async () =>
    expect(await twoWriters(make)).toEqual([]));
}

describe("the contract of sinks", () => {
  describe("a right one in memory", () => keepsTheContract(inMemory("right"), 5));

  it.each<[keyof typeof ways, string]>([
    ["savesItsPlaceFirst", "lost"],
    ["savesItsPlaceAfterwards", "duplicated"],
    ["writesRowByRow", "half-applied"],
    ["fencesNobody", "duplicated"],
    ["believesTheWriter", "duplicated"],
    ["readsItsPlaceOffByOne", "duplicated"],
  ])("catches one that %s: %s", async (way, anomaly) => {
    const make = inMemory(way);
    const found = [
      ...(await crashEverywhere(make)).findings,
      ...(await readAllTheWhile(make)),
      ...(await replay(make)),
      ...(await twoWriters(make)),
    ];
    expect(found.map((one) => one.anomaly)).toContain(anomaly);
  });
});

describe.each(["upsert", "append"] as const)("a sink into PostgreSQL, by %s", (mode) => {
  let url = "";
  let reader: Client;
  beforeAll(async () => {
    url = await freshDatabase();
    reader = await connectTo(url);
  });
  afterAll(() => reader.end());

  const make: MakePlace = async (name) => {
    const table = `${name}-${mode}`;
    const connect = (steps: Steps) => async () => {
      const client = await connectTo(url);
      return {
        end: () => client.end(),
        query: (text: string, values?: readonly unknown[]) =>
          steps
            .step(() => client.query(text, values as unknown[]))
            .catch((error) => {
              // a process that dies says no goodbye: its socket is gone
              if (steps.crashed)
                (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
              throw error;
            }),
      };
    };
    return {
      sink: (steps) => postgresSink({ url, table, columns, mode, connect: connect(steps) }),
      read: async () => {
        const there = await reader.query("select to_regclass($1) as table", [`"${table}"`]);
        if (there.rows[0].table === null) return [];
        return (await reader.query(`select id from "${table}"`)).rows.map(({ id }) => id as string);
      },
    };
  };
  keepsTheContract(make, 30);
});

const formats = [
  ["Parquet", parquetSink, parquetRows],
  ["CSV", csvSink, csvRows],
] as const;

describe.each(formats)("a sink of %s files", (_name, sinkOf, readParts) => {
  const place = (files: PartFiles, folder: string, crashed: () => void): SinkPlace => ({
    sink: (steps) => sinkOf({ folder, columns, files: steppedFiles(files, steps) }),
    read: async () => (await readParts(files, folder)).map(({ id }) => String(id)),
    crashed,
  });

  describe.each([1, 2, 3])("on a disk that loses its power (seed %i)", (seed) => {
    keepsTheContract(async () => {
      const disk = new PowerCutDisk(seed);
      return place(disk, "out", () => disk.cutPower());
    }, 40);
  });

  describe("on this machine's disk", () => {
    keepsTheContract(
      async (name) => place(nodePartFiles, join(mkdtempSync(join(tmpdir(), "parts-")), name), () => {}),
      40,
    );
  });
});
