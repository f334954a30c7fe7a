import type { MiddlewareHandler } from "hono";

/** Refuses every method but GET and HEAD, for a handler that only answers questions: 405, with the allowed method. */
export const onlyGet: MiddlewareHandler = async (c, next) => {
  if (c.req.method === "GET" || c.req.method === "HEAD") return await next();
  return c.json({ error: `${c.req.method} is not possible here. Try: GET` }, 405, { allow: "GET, HEAD" });
};
