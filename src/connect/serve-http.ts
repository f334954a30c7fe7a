import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { loadOptional } from "../optional/index.js";

/** A connection that has not sent a request, or not taken its answer, after this time is cut off; in milliseconds. */
const GRACE_MS = 5_000;

/** A server that can be closed. */
export interface Serving {
  readonly url: string;
  /**
   * Finishes the answers to open requests. Connections that are still open after five seconds are cut: a silent one
   * would never end.
   */
  close(): Promise<void>;
}

/**
 * Serves a fetch handler (Hono's, for one) over HTTP.
 *
 * @param options settings
 * @param options.port 0 takes a free one
 * @param options.graceMs how long `close` waits for open connections, in milliseconds; 5,000 when left out
 * @throws Error when the port is taken, with what to try
 */
export async function serveHttp(
  fetch: (request: Request) => Response | Promise<Response>,
  { port, host, graceMs = GRACE_MS }: { readonly port: number; readonly host: string; readonly graceMs?: number },
): Promise<Serving> {
  const { serve } = await loadOptional<typeof import("@hono/node-server")>("@hono/node-server", "A server");
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: host }, ({ port: bound }: AddressInfo) =>
      resolve({
        url: `http://${host}:${bound}`,
        close: () => closed(server as Server, graceMs),
      }),
    );
    server.on("error", (error: NodeJS.ErrnoException) => {
      const taken =
        error.code === "EADDRINUSE" ? `port ${port} is taken. Try: --port 0, for a free one` : error.message;
      reject(new Error(`cannot serve on ${host}: ${taken}`, { cause: error }));
    });
  });
}

function closed(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
