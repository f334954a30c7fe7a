import { createHash } from "node:crypto";
import type { Plan } from "../core/index.js";

/** A short name of a plan: equal plans have equal ones, so state tells whose it is. */
export const planDigest = (plan: Plan): string =>
  `${plan.name}:${createHash("sha256").update(JSON.stringify(plan)).digest("hex").slice(0, 12)}`;
