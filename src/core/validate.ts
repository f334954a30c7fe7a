import type { Plan } from "./plan.js";
/** provisional */
export function validate(_plan: Plan): void {}
