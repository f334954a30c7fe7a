import type { Log } from "../log/index.js";
import { loadOptional } from "../optional/index.js";
import { lag, metricsText, type Worker } from "../worker/index.js";
import { onlyGet } from "./only-get.js";
import { type Serving, serveHttp } from "./serve-http.js";
import type { TableView } from "./table-view.js";

/**
 * Answers for a worker: `/metrics` (Prometheus), `/health` (200 while it runs), `/ready`, `/status` (JSON: tasks,
 * watermarks, state, records per second, lag). `/ready` is 200 once every task is restored and has reached the end that
 * its inputs had at its start, and nothing is degraded; otherwise 503 with the reasons in sentences.
 *
 * @param options settings
 * @param options.tables tables whose rows `/status` shows too, by topic; `null` while one is being rebuilt
 * @param options.port 6066 when left out; 0 takes a free one
 * @param options.host 127.0.0.1 when left out: open it to others on purpose only
 */
export async function observeHttp(
  worker: Pick<Worker, "status">,
  log: Log,
  {
    port = 6066,
    host = "127.0.0.1",
    tables = [],
  }: { readonly port?: number; readonly host?: string; readonly tables?: readonly TableView[] } = {},
): Promise<Serving> {
  const { Hono } = await loadOptional<typeof import("hono")>("hono", "A worker's page");
  const app = new Hono();
  app.use(onlyGet);
  app.get("/metrics", async (c) => c.text(await metricsText(worker, log)));
  app.get("/health", (c) => (worker.status().running ? c.json({ running: true }) : c.json({ running: false }, 503)));
  app.get("/ready", (c) => {
    const { ready, degraded } = worker.status();
    return c.json({ ready, degraded }, ready ? 200 : 503);
  });
  for (const path of ["/status", "/status/"]) {
    app.get(path, async (c) => {
      const status = worker.status();
      const shown = tables.length === 0 ? {} : { tables: Object.fromEntries(tables.map(rowsOf)) };
      return c.json({ ...status, tasks: status.tasks.map(readable), lag: await lag(log, status), ...shown });
    });
  }
  return serveHttp(app.fetch, { port, host });
}

const rowsOf = (view: TableView): [topic: string, rows: object | null] => {
  const rows = view.values();
  return [view.topic, rows === null ? null : Object.fromEntries(rows)];
};

/** JSON has no infinities: a task that has seen no event has no watermark here. */
const readable = <T extends { readonly watermark: number }>(task: T) => ({
  ...task,
  watermark: Number.isFinite(task.watermark) ? task.watermark : null,
});
