import type { Plan, PlanNode } from "./plan.js";

/** Steps that hand on rows that nobody holds but they: a function behind them may change what it is given. */
const handsOn: ReadonlySet<PlanNode["op"]> = new Set([
  "stream",
  "internalSource",
  "filter",
  "filterFunction",
  "mapFunction",
  "select",
  "keyBy",
  "dedup",
]);

/** Whether a step's rows, or what is in them, are read by another branch or held in state too. */
export function sharesRows(plan: Plan, node: PlanNode): boolean {
  const input = plan.nodes.find(({ id }) => id === node.inputs[0]);
  if (input === undefined) return false;
  const uses = plan.nodes.flatMap(({ inputs }) => inputs).filter((id) => id === input.id);
  return uses.length > 1 || !handsOn.has(input.op) || sharesRows(plan, input);
}
