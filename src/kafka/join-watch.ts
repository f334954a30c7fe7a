import { performance } from "node:perf_hooks";
import { whoCoordinates } from "./cluster.js";
import type { Wire } from "./wire.js";

const LOOK_EVERY_MS = 2_000;

/**
 * Watches a join, which may take minutes without a fault. A coordinator that hangs or has moved never answers it. In
 * that case the connection is given up, and the join goes to the new coordinator.
 */
export class JoinWatch {
  readonly #group: string;
  readonly #elsewhere: Wire;
  readonly #joining: Wire;
  #askedAt: number | null = null;
  #lookedAt = 0;

  /**
   * @param elsewhere the wire for finding the coordinator
   * @param joining the connection of the join request
   */
  constructor(group: string, elsewhere: Wire, joining: Wire) {
    this.#group = group;
    this.#elsewhere = elsewhere;
    this.#joining = joining;
  }

  /** @param nodeId the broker of the current request */
  asked(nodeId: number): void {
    this.#askedAt = nodeId;
    this.#lookedAt = performance.now();
  }

  /** Call it from time to time during a join. */
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
