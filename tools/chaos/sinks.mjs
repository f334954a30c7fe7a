// The run, with a size from tools/chaos.mjs: {"records":4000,"kills":3,"seed":1}.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { sales as dataset, kafka, random } from "tidemark";
import { startLocalPostgres } from "tidemark/connect";
import { startLocalBroker } from "tidemark/kafka";
import { topics } from "./sink-job.mjs";
import { lookIntoFolder, lookIntoTable } from "./sink-readers.mjs";

const HANGS_AFTER_MS = 120_000;
const PARTITIONS = 3;

/** @type {{ records: number, kills: number, seed: number }} */
const { records, kills, seed } = JSON.parse(process.argv[2] ?? "{}");
const draws = random(seed).fork("kills");
const begun = performance.now();
/** @param {string} message */
const say = (message) => console.log(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${message}`);

const place = await mkdtemp(join(tmpdir(), "tidemark-sinks-"));
const folder = join(place, "sales");
const database = await mkdtemp(join(tmpdir(), "tidemark-sinks-postgres-"));
const server = await startLocalPostgres({ folder: database, owner: process.pid });
const broker = await startLocalBroker({ folder: join(place, "broker"), owner: process.pid, progress: say });
const log = kafka({ brokers: broker.brokers, patienceMs: HANGS_AFTER_MS, report: () => undefined });
const client = new pg.Client({ connectionString: server.url });
await client.connect();
try {
  process.exitCode = await chaos();
} finally {
  await client.end();
  await log.close();
  await broker.kill();
  await server.kill();
  for (const made of [place, database]) await rm(made, { recursive: true, force: true });
}

async function chaos() {
  const produced = dataset.generate({ count: records, lateRate: 0.1, lateMaxMs: 60_000 });
  await log.createTopics([{ name: topics.sales, partitions: PARTITIONS }]);
  const producer = await log.producer();
  const bytes = (/** @type {string | null} */ text) => (text === null ? null : new TextEncoder().encode(text));
  await producer.send(
    produced.map(({ topic, key, value, arrivedAt: timestamp }) => ({
      topic,
      key: bytes(key),
      value: bytes(value),
      timestamp,
    })),
  );
  await producer.close();
  say(`${records} sales in ${PARTITIONS} partitions; ${kills} kills, seed ${seed}`);
  const reader = lookAllTheWhile();
  for (let i = 1; i <= kills; i++)
    await liveUntil(draws.integer(1, Math.max(1, Math.floor(records / 40 / kills))), `kill ${i}`);
  await liveUntil(Number.POSITIVE_INFINITY, "the last life, when all was done");
  const sights = await reader.stop();
  return await judge(sights);
}

/**
 * One life of the worker. It dies by SIGKILL after this many batches, at any moment of the next one, or when all is
 * done.
 *
 * @param {number} batches
 * @param {string} name
 */
async function liveUntil(batches, name) {
  const program = fileURLToPath(new URL("sink-worker.mjs", import.meta.url));
  const child = spawn(process.execPath, [program, broker.brokers.join(","), server.url, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let sunk = 0;
  let lastAt = performance.now();
  child.stdout.on("data", (chunk) => {
    sunk += String(chunk).split("\n").length - 1;
    lastAt = performance.now();
  });
  while (sunk < batches && child.exitCode === null) {
    if (batches === Number.POSITIVE_INFINITY && (await isComplete())) break;
    if (performance.now() - lastAt > HANGS_AFTER_MS) throw new Error(`${name}: no batch for ${HANGS_AFTER_MS} ms`);
    await sleep(5);
  }
  await sleep(draws.integer(0, 20));
  child.kill("SIGKILL");
  await once(child, "exit");
  say(`${name}: after ${sunk} batches`);
}

/** True when both sinks of the sales have every sale, and the totals have reached the end of their topic. */
async function isComplete() {
  await sleep(200);
  const { rows } = await client.query("select count(*)::int as n from sales").catch(() => ({ rows: [{ n: 0 }] }));
  if (rows[0].n < records || (await lookIntoFolder(folder)).ids.length < records) return false;
  const inTopic = (await read(topics.totals)).length;
  const { rows: totals } = await client.query("select count(*)::int as n from totals");
  return totals[0].n >= inTopic;
}

/** Looks again and again, and remembers every sight. */
function lookAllTheWhile() {
  /** @type {import("./sink-readers.mjs").Sight[]} */
  const sights = [];
  let looking = true;
  const done = (async () => {
    const own = new pg.Client({ connectionString: server.url });
    await own.connect();
    while (looking) {
      sights.push(...(await lookIntoTable(own, PARTITIONS).catch(() => [])), ...(await lookIntoFolder(folder)).sights);
      await sleep(20);
    }
    await own.end();
  })();
  return {
    stop: async () => {
      looking = false;
      await done;
      return sights;
    },
  };
}

/** @param {string} topic */
async function read(topic) {
  const found = [];
  for (const { partition, start, end } of await log.offsets(topic, "read_uncommitted")) {
    for await (const some of log.read({ topic, partition, offset: start }, end, { isolation: "read_committed" }))
      found.push(...some);
  }
  return found;
}

/** @param {import("./sink-readers.mjs").Sight[]} sights */
async function judge(sights) {
  const clean = await read(topics.clean);
  const half = sights.filter(
    ({ partition, next, rows }) =>
      clean.filter((one) => one.partition === partition && one.offset < next).length !== rows,
  );
  const { ids } = await lookIntoFolder(folder);
  const { rows } = await client.query("select event_id from sales");
  const table = rows.map(({ event_id }) => String(event_id));
  const wrong = [ids, table].map((found) => ({
    lost: records - new Set(found).size,
    repeated: found.length - new Set(found).size,
  }));
  const { rows: totals } = await client.query(
    "select count(*)::int as n, coalesce(sum(event_count), 0)::int as sales from totals",
  );
  const expected = await expectedTotals();
  say(`Parquet: ${wrong[0]?.lost} lost, ${wrong[0]?.repeated} repeated`);
  say(`PostgreSQL: ${wrong[1]?.lost} lost, ${wrong[1]?.repeated} repeated`);
  say(`totals: ${totals[0].n} windows of ${totals[0].sales} sales; the topic has ${expected.n} of ${expected.sales}`);
  say(`readers looked ${sights.length} times: ${half.length} times at half a batch`);
  for (const one of half.slice(0, 5)) console.log("  ", JSON.stringify(one));
  const right = wrong.every(({ lost, repeated }) => lost === 0 && repeated === 0);
  const same = totals[0].n === expected.n && totals[0].sales === expected.sales;
  return right && same && half.length === 0 && sights.length > 0 ? 0 : 1;
}

/** The windows in the topic; those of the last minute wait for a sale that never comes. */
async function expectedTotals() {
  const found = await read(topics.totals);
  const counts = found.map(({ value }) => JSON.parse(new TextDecoder().decode(value ?? undefined)).event_count);
  return { n: counts.length, sales: counts.reduce((sum, n) => sum + n, 0) };
}
