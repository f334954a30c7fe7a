import type { Demo } from "./demo.js";
import { watermarks } from "./watermarks.js";

export type { Demo, DemoContext, DemoOutcome } from "./demo.js";

/** Every lesson's demo, in the order of the lessons. */
export const demos: readonly Demo[] = [watermarks];
