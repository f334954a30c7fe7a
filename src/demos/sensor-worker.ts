import { type LogLevel, observeHttp, structuredLogger, tableView } from "../connect/index.js";
import { readings } from "../datasets/index.js";
import { ensureTopics } from "../log/index.js";
import { logEvents, worker } from "../worker/index.js";
import type { Side } from "./demo.js";
import { GROUP, sensorPlan, TOPICS } from "./sensor-plan.js";

const STATUS_PORT = 6066;
const LOOK_EVERY_MS = 100;

/** Lesson 09's worker alone: it runs until Ctrl-C, logs what happens, and answers on /status/. */
export const sensorWorker: Side = {
  name: "sensor-worker",
  summary: "09's worker alone, with /status/ on 6066 (--on kafka)",
  flags: [
    { flag: "--log-level <level>", meaning: "trace, debug, info, warn, error, silent (info)" },
    { flag: "--status-port <n>", meaning: "0 takes a free one (6066)", value: "whole" },
  ],
  onSimulation:
    "sensor-worker reads what somebody else produces, and nobody else can write to a simulated Kafka. " +
    "Try: npx tidemark run sensor-worker --on kafka, or all of it at once: npx tidemark run 09",
  async run({ log, out, note, signal }, { logLevel = "info", statusPort = STATUS_PORT }) {
    const logger = await structuredLogger({ level: logLevel as LogLevel, write: note });
    await ensureTopics(log, [
      ...readings.topics,
      { name: TOPICS.counts, partitions: 2, config: { "cleanup.policy": "compact" } },
    ]);
    const counts = await tableView(log, TOPICS.counts);
    const running = worker(sensorPlan(), log, {
      group: GROUP,
      guarantee: "exactly-once",
      observe: logEvents(logger),
      signal,
    });
    const page = await observeHttp(running, log, { port: Number(statusPort), tables: [counts] });
    out(`the worker's page: ${page.url}/status/ (Ctrl-C ends it)`);
    try {
      const { records, results, dead } = await running.run();
      out(`${records} readings, ${results} results, ${dead} dead letters`);
      return { agrees: true, figures: [{ records, results, dead }] };
    } finally {
      await log.clock.sleep(LOOK_EVERY_MS);
      await page.close();
      await counts.close();
    }
  },
};
