// One life of the worker: node sink-worker.mjs BROKERS URL FOLDER. It prints a line for each batch that is in a sink.
import { kafka, worker } from "tidemark";
import { shop, sinksInto } from "./sink-job.mjs";

const [, , brokers = "", url = "", folder = ""] = process.argv;
const log = kafka({ brokers, patienceMs: 120_000, report: () => undefined });
await worker(shop, log, {
  guarantee: "exactly-once",
  commitEveryMs: 50,
  maxRecords: 250,
  sessionTimeoutMs: 2_000,
  transactionTimeoutMs: 20_000,
  sinks: sinksInto(url, folder),
  sinkBatch: { rows: 40, everyMs: 50 },
  observe: ({ kind }) => {
    if (kind === "sunk") process.stdout.write("sunk\n");
  },
}).run();
