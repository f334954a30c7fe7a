import { parquetReadObjects } from "hyparquet";
import type { PartFiles } from "../../../src/connect/index.js";

type Row = Readonly<Record<string, unknown>>;

/** The rows that a reader sees who takes every file of that ending, hidden names left out. */
async function readParts(
  files: PartFiles,
  folder: string,
  ending: string,
  read: (bytes: Uint8Array) => Promise<Row[]>,
) {
  const rows: Row[] = [];
  for (const name of await files.list(folder)) {
    if (!name.endsWith(ending) || /^[._]/.test(name)) continue;
    rows.push(...(await read((await files.read(`${folder}/${name}`))!)));
  }
  return rows;
}

export const parquetRows = (files: PartFiles, folder: string): Promise<Row[]> =>
  readParts(files, folder, ".parquet", (bytes) => parquetReadObjects({ file: bytes.slice().buffer }));

/** Good enough for values without commas and quotes. */
export const csvRows = (files: PartFiles, folder: string): Promise<Row[]> =>
  readParts(files, folder, ".csv", async (bytes) => {
    const [header, ...lines] = new TextDecoder().decode(bytes).trimEnd().split("\r\n");
    const names = header!.split(",");
    return lines.map((line) => Object.fromEntries(line.split(",").map((value, at) => [names[at], value])));
  });
