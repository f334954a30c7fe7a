/**
 * Refuses what is no finished pipeline: a chain of steps without `.to()` has no plan yet.
 *
 * @param where the function that was called, for the message
 */
export function requirePipeline(given: unknown, where: string): void {
  const plan: unknown = typeof given === "object" && given !== null && "plan" in given ? given.plan : undefined;
  if (typeof plan === "object" && plan !== null && "nodes" in plan && Array.isArray(plan.nodes)) return;
  const isChain = typeof given === "object" && given !== null && ("chain" in given || "eventTime" in given);
  const got = isChain ? "steps without an output" : given === null ? "null" : typeof given;
  throw new TypeError(`${where}: expected a finished pipeline, got ${got}. Try: end it with .to("topic")`);
}
