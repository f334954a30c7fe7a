import type { Plan, PlanNode } from "../plan.js";

/** Whether this step may say something again, in another way, that it has said before. */
const revises = (node: PlanNode): boolean =>
  node.op === "window" && (node.latenessMs > 0 || node.emit.kind !== "final");

/** The steps that remember what they are given, and would count a revision as one more event. */
const remembers: readonly PlanNode["op"][] = ["dedup", "window", "aggregate", "joinStreams", "joinTable", "joinAsOf"];

/** Results that may be revised can be sent out, but not be taken for new events. */
export function revisionProblems(plan: Plan): string[] {
  const problems: string[] = [];
  const revisedBy = new Map<string, string>();
  for (const node of plan.nodes) {
    for (const input of node.inputs) {
      const origin = revisedBy.get(input);
      if (origin === undefined) continue;
      if (remembers.includes(node.op)) {
        problems.push(
          `step "${node.id}": the results of "${origin}" may be revised (lateness above 0, or an emit policy other than final), and ${node.op} would take each revision for a new event. Try: emit final() and no lateness in "${origin}", or send its results out with .to("topic")`,
        );
      } else {
        revisedBy.set(node.id, origin);
      }
    }
    if (revises(node)) revisedBy.set(node.id, node.id);
  }
  return problems;
}
