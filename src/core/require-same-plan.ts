import { canonicalJson } from "./canonical.js";
import type { Plan } from "./plan.js";

/**
 * Refuses state of another plan. Functions and schemas stand beside a plan, so what they do is not compared.
 *
 * @throws with the first thing in which the plan that wrote the state is not the one that is to read it
 */
export function requireSamePlan(expected: Plan, got: Plan): void {
  const difference = missingStep(expected, got) ?? changedStep(expected, got) ?? changedPlan(expected, got);
  if (difference === null) return;
  throw new Error(
    `${expected.name}: restore: ${difference}. Try: the plan that wrote it, a fresh start, or load(snapshot.entries) if every step still means the same`,
  );
}

function missingStep(expected: Plan, got: Plan): string | null {
  const [own, other] = [expected, got].map(({ nodes }) => new Set(nodes.map(({ id }) => id)));
  for (const id of own!) if (!other!.has(id)) return `expected a step "${id}", got none`;
  for (const id of other!) if (!own!.has(id)) return `expected no step "${id}", got one`;
  return null;
}

function changedStep(expected: Plan, got: Plan): string | null {
  for (const node of expected.nodes) {
    const change = firstChange(node, got.nodes.find(({ id }) => id === node.id)!);
    if (change !== null) return `step "${node.id}" has another ${change}`;
  }
  return null;
}

function changedPlan(expected: Plan, got: Plan): string | null {
  const [own, other] = [expected, got].map((plan) => ({ ...plan, nodes: plan.nodes.map(({ id }) => id) }));
  const change = firstChange(own!, other!);
  return change === null ? null : `the plan has another ${change}`;
}

/** The first field in which two objects differ, with both values. */
function firstChange(expected: object, got: object): string | null {
  const [own, other] = [expected, got].map((object) => new Map<string, unknown>(Object.entries(object)));
  for (const name of new Set([...own!.keys(), ...other!.keys()])) {
    const [wanted, found] = [own!.get(name), other!.get(name)].map(canonicalJson);
    if (wanted !== found) return `"${name}": expected ${wanted}, got ${found}`;
  }
  return null;
}
