import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadOptional } from "../../optional/index.js";

/** The rows of all Parquet files of a folder, as any reader of `*.parquet` sees them. */
export async function readParquet(folder: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { parquetReadObjects } = await loadOptional<typeof import("hyparquet")>("hyparquet", "Reading Parquet");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".parquet")).sort();
  const parts = names.map(async (name) => {
    const bytes = await readFile(join(folder, name));
    return parquetReadObjects({ file: new Uint8Array(bytes).buffer });
  });
  return (await Promise.all(parts)).flat();
}
