// Readers that look into the sinks during the whole run and know nothing of the writers; and their possible findings.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { partitionOf } from "tidemark";
import { topics } from "./sink-job.mjs";

/** @typedef {{ where: string, partition: number, next: number, rows: number }} Sight rows of a partition below `next` */

/** @param {string} user @param {number} partitions */
const partitionOfUser = (user, partitions) => partitionOf(new TextEncoder().encode(user), partitions);

/**
 * A single moment of the table, read by one statement.
 *
 * @param {import("pg").Client} client
 * @param {number} partitions
 * @returns {Promise<Sight[]>}
 */
export async function lookIntoTable(client, partitions) {
  const { rows } = await client.query(
    `select (select coalesce(json_agg(json_build_object('partition', "partition", 'next', next_offset)), '[]')
       from tidemark_sink where sink = 'sales' and topic = '${topics.clean}') as places,
     (select coalesce(json_object_agg(user_id, n), '{}') from (select user_id, count(*) as n from sales group by 1) as s) as users`,
  );
  const [{ places, users }] = rows;
  return places.map((/** @type {{ partition: number, next: number | null }} */ { partition, next }) => ({
    where: "PostgreSQL",
    partition,
    next: next ?? 0,
    rows: Object.entries(users).reduce(
      (sum, [user, n]) => sum + (partitionOfUser(user, partitions) === partition ? Number(n) : 0),
      0,
    ),
  }));
}

/**
 * Every file that `*.parquet` finds; each must be whole.
 *
 * @param {string} folder
 * @returns {Promise<{ sights: Sight[], ids: string[] }>}
 */
export async function lookIntoFolder(folder) {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".parquet")).sort();
  /** @type {Map<number, Sight>} */
  const sights = new Map();
  const ids = [];
  for (const name of names) {
    const bytes = new Uint8Array(await readFile(join(folder, name))).buffer;
    const next = Number(parquetMetadata(bytes).key_value_metadata?.find(({ key }) => key === "tidemark.next")?.value);
    const rows = await parquetReadObjects({ file: bytes });
    ids.push(...rows.map(({ event_id }) => String(event_id)));
    const partition = Number(/@(\d+)-/.exec(name)?.[1]);
    const before = sights.get(partition)?.rows ?? 0;
    sights.set(partition, { where: "Parquet", partition, next, rows: before + rows.length });
  }
  return { sights: [...sights.values()], ids };
}
