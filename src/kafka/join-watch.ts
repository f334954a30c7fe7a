import { performance } from "node:perf_hooks";
import { whoCoordinates } from "./cluster.js";
import type { Wire } from "./wire.js";

const LOOK_EVERY_MS = 2_000;

/**
 * Looks after a join, which may rightly take minutes: a coordinator that stands still, or has moved, never answers it. Then
 * the connection is given up, and the join is asked of the next one.
 */
export class JoinWatch {
  readonly #group: string;
  readonly #elsewhere: Wire;
  readonly #joining: Wire;
  #askedAt: number | null = null;
  #lookedAt = 0;

  /**
   * @param elsewhere where the coordinator is looked for
   * @param joining over which the join is asked
   */
  constructor(group: string, elsewhere: Wire, joining: Wire) {
    this.#group = group;
    this.#elsewhere = elsewhere;
    this.#joining = joining;
  }

  /** @param nodeId the broker that is asked now */
  asked(nodeId: number): void {
    this.#askedAt = nodeId;
    this.#lookedAt = performance.now();
  }

  /** To be called now and then while a join is under way. */
  async look(): Promise<void> {
    const askedAt = this.#askedAt;
    if (askedAt === null || performance.now() - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = performance.now();
    const doing = `look for the coordinator of ${this.#group}`;
    const nodeId = await this.#elsewhere.once(doing, (cluster) => whoCoordinates(cluster, this.#group));
    if (this.#askedAt !== askedAt || nodeId === askedAt) return;
    this.#askedAt = null;
    this.#joining.renew();
  }

  /** The join is over. */
  over(): void {
    this.#askedAt = null;
  }
}
