import type { Plan } from "../core/index.js";

/** A short name of a plan. Equal plans have equal names, so a name shows the owner of state. */
export const planDigest = (plan: Plan): string => `${plan.name}:${fnv1a(JSON.stringify(plan))}`;

/** FNV-1a in 64 bits, as 16 hexadecimal digits. It protects no secret, and every runtime can compute it. */
function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
