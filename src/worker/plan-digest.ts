import type { Plan } from "../core/index.js";

/** A short name of a plan: equal plans have equal ones, so state tells whose it is. */
export const planDigest = (plan: Plan): string => `${plan.name}:${fnv1a(JSON.stringify(plan))}`;

/** FNV-1a in 64 bits, as 16 hexadecimal digits: no secret is kept by it, and every runtime has the arithmetic. */
function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
