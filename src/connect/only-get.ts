import type { MiddlewareHandler } from "hono";

/** What only answers questions says so to whoever sends something: 405, with what is allowed. */
export const onlyGet: MiddlewareHandler = async (c, next) => {
  if (c.req.method === "GET" || c.req.method === "HEAD") return await next();
  return c.json({ error: `${c.req.method} is not possible here. Try: GET` }, 405, { allow: "GET, HEAD" });
};
