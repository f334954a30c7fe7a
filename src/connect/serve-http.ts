import type { AddressInfo } from "node:net";
import { loadOptional } from "../optional/index.js";

/** A server that can be closed. */
export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a fetch handler (Hono's, for one) over HTTP.
 *
 * @param options settings
 * @param options.port 0 takes a free one
 * @throws Error when the port is taken, with what to try
 */
export async function serveHttp(
  fetch: (request: Request) => Response | Promise<Response>,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<Serving> {
  const { serve } = await loadOptional<typeof import("@hono/node-server")>("@hono/node-server", "A server");
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: host }, ({ port: bound }: AddressInfo) =>
      resolve({
        url: `http://${host}:${bound}`,
        close: () => new Promise((closed) => server.close(() => closed())),
      }),
    );
    server.on("error", (error: NodeJS.ErrnoException) => {
      const taken =
        error.code === "EADDRINUSE" ? `port ${port} is taken. Try: --port 0, for a free one` : error.message;
      reject(new Error(`cannot serve on ${host}: ${taken}`, { cause: error }));
    });
  });
}
