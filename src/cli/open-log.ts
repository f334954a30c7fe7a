import type { Log } from "../log/index.js";

/** Opens what `--on` names. */
export async function openLog(on: "kafka" | "sim"): Promise<Log> {
  throw new Error(`cannot open ${on} yet`);
}
