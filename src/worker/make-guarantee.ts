import { UsageError } from "../core/usage-error.js";
import type { Log } from "../log/index.js";
import { AtLeastOnce } from "./at-least-once.js";
import { AtMostOnce } from "./at-most-once.js";
import { Checkpointed } from "./checkpointed.js";
import type { WorkerEvent } from "./events.js";
import { ExactlyOnce } from "./exactly-once.js";
import type { Guarantee } from "./guarantee.js";
import type { LocalStore } from "./local-store.js";
import { nodeFiles } from "./node-files.js";
import type { WorkerOptions } from "./options.js";

/** @throws RangeError for an unknown guarantee, or one without a setting that it needs */
export function makeGuarantee(
  log: Log,
  group: string,
  plan: string,
  options: WorkerOptions,
  store: LocalStore | null,
  observe: (event: WorkerEvent) => void,
): Guarantee {
  const { guarantee = "at-least-once", reset = "earliest", checkpoint } = options;
  switch (guarantee) {
    case "at-most-once":
      return new AtMostOnce(log, group, plan, reset, store);
    case "at-least-once":
      return new AtLeastOnce(log, group, plan, reset, store);
    case "exactly-once":
      return new ExactlyOnce(log, group, plan, reset, options.transactionTimeoutMs ?? 60_000, store);
    case "checkpoint": {
      if (checkpoint === undefined) {
        throw new UsageError('worker: the guarantee "checkpoint" needs a folder. Try: { checkpoint: { folder: "…" } }');
      }
      const place = { folder: checkpoint.folder, files: checkpoint.files ?? nodeFiles };
      return new Checkpointed(log, group, plan, reset, place, log.clock, observe);
    }
    default:
      throw new UsageError(
        `worker: there is no guarantee "${String(guarantee)}". There are: at-most-once, at-least-once, exactly-once, checkpoint`,
      );
  }
}
