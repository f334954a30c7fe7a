import { type Serving, serveHttp } from "./serve-http.js";
import { type TableRoutes, tableHandler } from "./table-handler.js";
import type { TableView } from "./table-view.js";

/**
 * Serves a table view over HTTP, as {@link tableHandler} answers.
 *
 * @param options settings
 * @param options.port 0 takes a free one
 * @param options.host 127.0.0.1 when left out: open it to others on purpose only
 * @throws Error when the port is taken, with what to try
 */
export async function serveTable(
  view: TableView,
  { port, host = "127.0.0.1", ...routes }: TableRoutes & { readonly port: number; readonly host?: string },
): Promise<Serving> {
  return serveHttp(await tableHandler(view, routes), { port, host });
}
