// The run, with a size from tools/chaos.mjs: {"records":8000,"kills":2,"seed":4}.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { kafka, random, record, run } from "tidemark";
import { startLocalBroker } from "tidemark/kafka";
import { partitions, someSales, takings, topics } from "./job.mjs";

/** Without progress for this time, the run counts as hung. */
const HANGS_AFTER_MS = 120_000;

/** @type {{ records: number, kills: number, seed: number }} */
const { records, kills, seed } = JSON.parse(process.argv[2] ?? "{}");
const folder = fileURLToPath(new URL(`../../.tidemark/chaos-${process.pid}`, import.meta.url));
const begun = performance.now();

/** @param {string} message */
const say = (message) => console.log(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${message}`);

let broker = await startLocalBroker({ folder, owner: process.pid, progress: say });
const log = kafka({ brokers: broker.brokers, patienceMs: HANGS_AFTER_MS, report: () => undefined });
/** @type {Set<ReturnType<typeof startWorker>>} */
const workers = new Set();
try {
  process.exitCode = await chaos();
} finally {
  for (const { child } of workers) child.kill("SIGKILL");
  await log.close();
  await broker.kill();
  await rm(folder, { recursive: true, force: true });
}

async function chaos() {
  const sales = someSales(records, seed);
  await log.createTopics([{ name: topics.sales, partitions }]);
  await produce(sales);
  say(`${records} records in ${partitions} partitions; two workers start; ${kills} kills, seed ${seed}`);
  workers.add(startWorker("worker 1")).add(startWorker("worker 2"));
  for (const { after, victim } of plannedKills()) {
    const done = await processed(after);
    if ([...workers].every(({ ended }) => ended))
      throw new Error(`all work was done before the kill at ${after} records`);
    say(`${String(done).padStart(7)} records processed: kill ${victim}`);
    await kill(victim);
  }
  await processed(records);
  for (const one of workers) await one.exit;
  say("all records are processed, and both workers have ended by themselves");
  return judge(sales);
}

/** @param {ReturnType<typeof someSales>} sales */
async function produce(sales) {
  const producer = await log.producer();
  const encoder = new TextEncoder();
  for (let at = 0; at < sales.length; at += 2_000) {
    await producer.send(
      sales.slice(at, at + 2_000).map(({ partition, sale }) => ({
        topic: topics.sales,
        partition,
        key: encoder.encode(sale.id),
        value: encoder.encode(JSON.stringify(sale)),
        timestamp: sale.at,
      })),
    );
  }
  await producer.close();
}

/**
 * The victim of each kill, and the number of processed records before it: spread over the whole work, at slightly
 * irregular places.
 */
function plannedKills() {
  const draws = random(seed).fork("kills");
  const share = records / (kills + 1);
  return Array.from({ length: kills }, (_, i) => ({
    after: Math.floor(share * (i + 0.5) + draws.integer(0, Math.floor(share / 2))),
    victim: draws.pick(["worker 1", "worker 2", "broker"]),
  }));
}

/** @param {string} victim */
async function kill(victim) {
  if (victim === "broker") {
    const { port, controllerPort } = broker;
    await broker.kill();
    broker = await startLocalBroker({ folder, port, controllerPort, owner: process.pid });
    return;
  }
  for (const one of [...workers].filter(({ name }) => name === victim)) {
    workers.delete(one);
    one.child.kill("SIGKILL");
  }
  workers.add(startWorker(victim));
}

/** @param {string} name */
function startWorker(name) {
  const program = join(fileURLToPath(new URL(".", import.meta.url)), "worker.mjs");
  const child = spawn(process.execPath, [program, broker.brokers.join(",")], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const started = { name, child, ended: false, exit: /** @type {Promise<void>} */ (Promise.resolve()) };
  started.exit = once(child, "exit").then(([code, signal]) => {
    started.ended = true;
    if (code !== 0 && signal === null) say(`${name} ended with code ${code}, which nobody asked for`);
  });
  return started;
}

/**
 * Waits until this many input records are committed as processed.
 *
 * @param {number} wanted
 */
async function processed(wanted) {
  let [done, changedAt] = [-1, performance.now()];
  for (;;) {
    const now = (await log.committed("takings", topics.sales)).reduce(
      (/** @type {number} */ sum, one) => sum + (one ?? 0),
      0,
    );
    if (now !== done) [done, changedAt] = [now, performance.now()];
    // Transaction marks have offsets too, so the position may be beyond the end.
    if (done >= wanted) return done;
    if (performance.now() - changedAt > HANGS_AFTER_MS)
      throw new Error(`no progress at ${done} records for ${HANGS_AFTER_MS} ms`);
    await sleep(10);
  }
}

/**
 * Compares the output with the pure run over the same records.
 *
 * @param {ReturnType<typeof someSales>} sales
 */
async function judge(sales) {
  const { results } = run(
    takings,
    sales.map(({ partition, sale }) => record(topics.sales, sale, { partition })),
  );
  /** @type {Map<string, number>} */
  const balance = new Map();
  /** @param {string} line @param {number} by */
  const count = (line, by) => balance.set(line, (balance.get(line) ?? 0) + by);
  for (const { key, window, row } of results)
    count(`${key}@${window?.start}/${window?.end} ${JSON.stringify(row)}`, -1);
  // Reads to the very end: it waits for records that are committed and not visible yet.
  let written = 0;
  const decoder = new TextDecoder();
  for (const { topic, partition, start, end } of await log.offsets(topics.takings, "read_uncommitted")) {
    for await (const some of log.read({ topic, partition, offset: start }, end, { isolation: "read_committed" })) {
      written += some.length;
      for (const { key, value } of some)
        count(`${decoder.decode(key ?? undefined)} ${decoder.decode(value ?? undefined)}`, 1);
    }
  }
  const lost = [...balance.values()].reduce((sum, by) => sum + Math.max(0, -by), 0);
  const repeated = [...balance.values()].reduce((sum, by) => sum + Math.max(0, by), 0);
  say(`${results.length} results expected, ${written} written: ${lost} lost, ${repeated} repeated or wrong`);
  for (const [line, by] of [...balance].filter(([, by]) => by !== 0).slice(0, 10))
    console.log(`  ${by > 0 ? "+" : ""}${by}  ${line}`);
  return lost + repeated === 0 ? 0 : 1;
}
