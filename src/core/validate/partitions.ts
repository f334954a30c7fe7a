import type { Plan, PlanNode } from "../plan.js";

/** Where a step's rows still lie in the partitions of a topic, by the key of its records. */
interface Placed {
  readonly topic: string;
  readonly key: string | null;
}

/** `null`: nowhere in particular; an internal topic will place them by their new key. */
function place(node: PlanNode, input: Placed | null): Placed | null {
  switch (node.op) {
    case "stream":
    case "table":
      return { topic: node.topic, key: node.key };
    case "filter":
    case "filterFunction":
    case "lookup":
    case "dedup":
    case "aggregate":
    case "joinTables":
    case "joinForeignKey":
      return input;
    case "keyBy":
      return input !== null && input.key === node.field ? input : null;
    default:
      return null;
  }
}

const pairs: readonly PlanNode["op"][] = ["joinStreams", "joinTable", "joinAsOf", "joinTables"];

/**
 * Rows with equal keys meet only where both topics have equally many partitions. A side that is grouped by another field
 * than its records' key goes through an internal topic first, which gets as many as are needed.
 */
export function partitionProblems(plan: Plan, partitions: { readonly [topic: string]: number }): string[] {
  const placed = new Map<string, Placed | null>();
  return plan.nodes.flatMap((node) => {
    const [left, right] = node.inputs.map((input) => placed.get(input) ?? null);
    placed.set(node.id, place(node, left ?? null));
    if (!pairs.includes(node.op) || !left || !right) return [];
    const [ours, theirs] = [partitions[left.topic], partitions[right.topic]];
    if (ours === undefined || theirs === undefined || ours === theirs) return [];
    return [
      `step "${node.id}": topic "${left.topic}" has ${ours} partitions and topic "${right.topic}" has ${theirs}, so rows with equal keys would not meet. Try: as many partitions for both`,
    ];
  });
}
