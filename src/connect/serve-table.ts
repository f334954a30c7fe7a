import { type Serving, serveHttp } from "./serve-http.js";
import type { Looked, TableView } from "./table-view.js";

/** How a table answers over HTTP. */
export interface TableRoutes {
  /** The path before the key: `/saldo` answers `/saldo/42`. */
  readonly path: string;
  /** The body of what was found; the value itself when left out. */
  readonly body?: (key: string, value: unknown, timestamp: number) => unknown;
  /** The body of 404. */
  readonly missing?: unknown;
  /** 0 takes a free one. */
  readonly port: number;
  /** 127.0.0.1 when left out. */
  readonly host?: string;
}

/** How long a reader of his own write waits at most, in milliseconds. */
const OWN_WRITE_MS = 5_000;

/**
 * Serves a table view: 200 with the value, 404 for a key that is not there, 503 until the view has caught up.
 *
 * `?minOffset=N` (and `&partition=P`, 0 when left out) waits until the record at that offset is in the table, so that a
 * writer reads his own write; 503 when that takes longer than five seconds. `/health` is 200 while it serves, `/ready`
 * says whether it has caught up.
 */
export async function serveTable(view: TableView, routes: TableRoutes): Promise<Serving> {
  const { Hono } = await import("hono");
  const { path, port, host = "127.0.0.1", missing = { error: "not found" }, body = (_key, value) => value } = routes;
  const app = new Hono();
  app.get("/health", (c) => c.json({ rows: view.size, skipped: view.skipped }));
  app.get("/ready", (c) => c.json({ ready: view.ready }, view.ready ? 200 : 503));
  app.get(`${path}/:key`, async (c) => {
    const key = c.req.param("key") ?? "";
    const minOffset = Number(c.req.query("minOffset") ?? -1);
    const partition = Number(c.req.query("partition") ?? 0);
    if (!Number.isSafeInteger(minOffset) || !Number.isSafeInteger(partition)) {
      return c.json({ error: "minOffset and partition must be whole numbers" }, 400);
    }
    if (minOffset >= 0 && !(await view.reached(partition, minOffset, OWN_WRITE_MS))) {
      return c.json({ error: `offset ${minOffset} is not in the table yet` }, 503);
    }
    const found: Looked = view.get(key);
    if (found.kind === "not-ready") return c.json({ error: "not ready: the table is being rebuilt" }, 503);
    if (found.kind === "missing") return c.json(missing as object, 404);
    return c.json(body(key, found.value, found.timestamp) as object);
  });
  return serveHttp(app.fetch, { port, host });
}
