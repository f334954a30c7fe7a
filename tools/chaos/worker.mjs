// One worker process: node worker.mjs BROKERS. It ends when the input is used up, if it is not killed before.
import { kafka, worker } from "tidemark";
import { takings } from "./job.mjs";

const log = kafka({ brokers: /** @type {string} */ (process.argv[2]), patienceMs: 120_000, report: () => undefined });
await worker(takings, log, {
  guarantee: "exactly-once",
  until: "end",
  commitEveryMs: 50,
  maxRecords: 250,
  sessionTimeoutMs: 2_000,
  transactionTimeoutMs: 20_000,
}).run();
await log.close();
