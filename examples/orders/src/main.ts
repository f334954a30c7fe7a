import { kafka, worker } from "tidemark";
import { turnover } from "./orders.js";

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());

const log = kafka({ report: (message) => console.error(message) });
// UNTIL=end: only what is there now; its windows close, and the program ends
const until = process.env.UNTIL === "end" ? "end" : "stopped";
const options = { guarantee: "exactly-once", until, signal: stopping.signal } as const;
const { records, results, late, dead } = await worker(turnover, log, options).run();
console.log(`${records} records, ${results} results, ${late} late, ${dead} dead`);
await log.close();
