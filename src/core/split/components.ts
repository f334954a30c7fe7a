import type { PlanNode } from "../plan.js";

type Nodes = readonly PlanNode[];

/** Nodes that hang together, in the plan's order; each part after those that write what it reads, as far as that can be. */
export function components(nodes: Nodes): Nodes[] {
  const rootOf = new Map(nodes.map(({ id }) => [id, id]));
  const find = (id: string): string => (rootOf.get(id) === id ? id : find(rootOf.get(id)!));
  for (const { id, inputs } of nodes) for (const input of inputs) rootOf.set(find(input), find(id));
  const parts = new Map<string, PlanNode[]>();
  for (const node of nodes) {
    const root = find(node.id);
    parts.set(root, [...(parts.get(root) ?? []), node]);
  }
  return upstreamFirst([...parts.values()]);
}

/** Foreign-key joins ask and are answered, so parts may read each other: then the first in the plan's order goes first. */
function upstreamFirst(parts: Nodes[]): Nodes[] {
  const sorted: Nodes[] = [];
  const waiting = [...parts];
  while (waiting.length > 0) {
    const written = new Set(sorted.flatMap(topicsWritten));
    const ready = waiting.findIndex((part) => topicsRead(part).every((topic) => written.has(topic)));
    sorted.push(...waiting.splice(Math.max(0, ready), 1));
  }
  return sorted;
}

/** The internal topics that these nodes read. */
export const topicsRead = (nodes: Nodes): string[] =>
  nodes.flatMap((node) => (node.op === "internalSource" ? [node.topic] : []));

/** The internal topics that these nodes write. */
export const topicsWritten = (nodes: Nodes): string[] =>
  nodes.flatMap((node) => (node.op === "internalSink" || node.op === "foreignKeyLeft" ? [node.topic] : []));

/** The users' topics that these nodes read. */
export const topicsOf = (nodes: Nodes): string[] =>
  nodes.flatMap((node) => (node.op === "stream" || node.op === "table" ? [node.topic] : []));
