import { loadOptional } from "../optional/index.js";
import { onlyGet } from "./only-get.js";
import type { TableView } from "./table-view.js";

/** Settings of a table's answers. */
export interface TableRoutes {
  /** The path before the key: `/saldo` answers `/saldo/42`. */
  readonly path: string;
  /** The body for a found value: an object, or JSON as text; the value itself when left out. */
  readonly body?: (key: string, value: unknown, timestamp: number) => object | string;
  /** The body of 404. */
  readonly missing?: object;
  /** The longest wait of a reader for its own write, in milliseconds; 5,000 when left out. */
  readonly ownWriteMs?: number;
}

/** Answers a request, with or without a socket. */
export type TableHandler = (request: Request) => Response | Promise<Response>;

// New objects each time: the server writes into the object that it gets.
const jsonType = () => ({ "content-type": "application/json; charset=utf-8" });
const againSoon = () => ({ "retry-after": "1" });

/**
 * The answers of a table view: 200 with the value, 404 for an unknown key, 503 until the view has caught up.
 *
 * `?minOffset=N` waits until the record at that offset is in the table, so that a writer reads its own write; 503 when
 * that takes longer than `ownWriteMs`. The offset belongs to the key's partition, as Kafka's default partitioner chooses
 * it, or to `&minPartition=P`. `/health` is 200 while it serves. `/ready` tells if it has caught up and what is
 * degraded; `/status/` shows its progress.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { saldoRoutes, simulatedKafka, tableHandler, tableView } from "tidemark";
 *
 * const log = simulatedKafka({ seed: 1 });
 * await log.createTopics([{ name: "contas", partitions: 1 }]);
 * const view = await tableView(log, "contas", { follow: false });
 * const answer = await tableHandler(view, saldoRoutes);
 * const response = await answer(new Request("http://localhost/saldo/1"));
 * assert.equal(response.status, 404);
 * ```
 */
export async function tableHandler(view: TableView, routes: TableRoutes): Promise<TableHandler> {
  const { Hono } = await loadOptional<typeof import("hono")>("hono", "A table over HTTP");
  const {
    path,
    missing = { error: "not found" },
    ownWriteMs = 5_000,
    body = (_key, value) => value as object,
  } = routes;
  const app = new Hono({ strict: false });
  app.use(onlyGet);
  app.get("/health", (c) => c.json({ rows: view.size, skipped: view.skipped }));
  app.get("/ready", (c) => c.json({ ready: view.ready, degraded: view.degraded }, view.ready ? 200 : 503));
  app.get("/status", (c) => c.json(view.status));
  app.get(`${path}/:key`, async (c) => {
    const key = c.req.param("key");
    const own = ownWrite(c.req.query(), view.partitionOf(key));
    if (own === null) return c.json({ error: "minOffset and minPartition must be whole numbers, from 0 on" }, 400);
    if (!(await view.reached(own.partition, own.offset, ownWriteMs))) {
      const error = `offset ${own.offset} of partition ${own.partition} is not in the table yet`;
      return c.json({ error }, 503, againSoon());
    }
    const found = view.get(key);
    if (found.kind === "not-ready") return c.json({ error: "not ready: the table is being rebuilt" }, 503, againSoon());
    if (found.kind === "missing") return c.json(missing, 404);
    const answer = body(key, found.value, found.timestamp);
    return c.body(typeof answer === "string" ? answer : JSON.stringify(answer), 200, jsonType());
  });
  app.notFound((c) => c.json({ error: `nothing is here. Try: ${path}/1, /ready, /status/` }, 404));
  return app.fetch;
}

/** The write to wait for. −1 is below every offset, so it waits for nothing. `null` for an invalid offset. */
function ownWrite(
  query: Readonly<Record<string, string>>,
  ofTheKey: number,
): { readonly partition: number; readonly offset: number } | null {
  const { minOffset, minPartition = query.partition } = query;
  if (minOffset === undefined) return { partition: ofTheKey, offset: -1 };
  const [offset, partition] = [minOffset, minPartition ?? String(ofTheKey)].map((text) =>
    /^\d{1,15}$/.test(text) ? Number(text) : null,
  ) as [number | null, number | null];
  return offset === null || partition === null ? null : { partition, offset };
}
