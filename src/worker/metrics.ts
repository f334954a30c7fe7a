import type { Log } from "../log/index.js";
import { loadOptional } from "../optional/index.js";
import { lag } from "./lag.js";
import type { Worker } from "./worker.js";

/**
 * A worker's figures in Prometheus' text format, read afresh at each call.
 *
 * `tidemark_watermark_seconds` is left out for a task that has seen no event yet: there is no watermark to show.
 */
export async function metricsText(worker: Pick<Worker, "status">, log: Log): Promise<string> {
  const { Counter, Gauge, Registry } = await loadOptional<typeof import("prom-client")>(
    "prom-client",
    "The text of metrics",
  );
  const registry = new Registry();
  const registers = [registry];
  const status = worker.status();
  const counter = (name: string, help: string, value: number): void =>
    new Counter({ name: `tidemark_${name}_total`, help, registers }).inc(value);
  const { records, results, late, dead, commits, retries } = status.summary;
  counter("records", "Records taken from the inputs.", records);
  counter("results", "Results sent out.", results);
  counter("late", "Events that were late for every use.", late);
  counter("dead", "Records that could not be used.", dead);
  counter("commits", "Commits made.", commits);
  counter("retries", "Failures after which something was tried again.", retries);
  const gauge = (name: string, help: string, labelNames: readonly string[]) =>
    new Gauge({ name: `tidemark_${name}`, help, labelNames: [...labelNames], registers });
  const watermarks = gauge("watermark_seconds", "Event time up to which a task is complete.", ["task"]);
  const sizes = gauge("state_size", "Windows, rows and ids that a task holds.", ["task"]);
  for (const { id: task, watermark, stateSize } of status.tasks) {
    if (Number.isFinite(watermark)) watermarks.set({ task }, watermark / 1000);
    sizes.set({ task }, stateSize);
  }
  const lagRecords = gauge("lag_records", "Records between a task's position and the end.", ["topic", "partition"]);
  const lagSeconds = gauge("lag_seconds", "Age of the last processed record while more are waiting.", [
    "topic",
    "partition",
  ]);
  for (const { topic, partition, records: behind, timeMs } of await lag(log, status)) {
    const labels = { topic, partition: String(partition) };
    lagRecords.set(labels, behind);
    lagSeconds.set(labels, timeMs / 1000);
  }
  gauge("records_per_second", "Records taken from the inputs each second, over the last ten seconds.", []).set(
    status.recordsPerSecond,
  );
  gauge(
    "ready",
    "Whether every task is restored and has caught up with what was there at its start, and nothing is degraded.",
    [],
  ).set(status.ready ? 1 : 0);
  return registry.metrics();
}
