import { createServer } from "node:net";

/** A port on 127.0.0.1 that nobody listens on: `wanted` where it is free, else any. */
export async function freePort(wanted = 0): Promise<number> {
  const port = await listenable(wanted);
  return port ?? (await listenable(0))!;
}

function listenable(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}
