import type { Plan } from "../core/index.js";
import { UsageError } from "../core/usage-error.js";
import type { Log } from "../log/index.js";
import { Drain } from "./drain.js";
import type { WorkerOptions } from "./options.js";

/** The sinks beside a worker's topics: they follow while it runs, or once it has come to its end. */
export class WorkerSinks {
  readonly #drains: readonly Drain[];
  readonly #followsAtEnd: boolean;
  #running: Promise<unknown> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;

  /** @throws RangeError for a sink beside a topic that the plan does not write */
  constructor(log: Log, plan: Plan, group: string, options: WorkerOptions) {
    const { sinks = {}, sinkBatch, until = "stopped", sessionTimeoutMs, signal } = options;
    const topics = plan.nodes.flatMap((node) => (node.op === "sink" ? [node.topic] : []));
    const unknown = Object.keys(sinks).find((topic) => !topics.includes(topic));
    if (unknown !== undefined)
      throw new UsageError(`worker: "${plan.name}" does not write "${unknown}". It writes: ${topics.join(", ")}`);
    this.#followsAtEnd = until === "end";
    this.#drains = Object.entries(sinks).flatMap(([topic, some]) =>
      [some].flat().map(
        (sink) =>
          new Drain(log, topic, sink, {
            group: `${group}-${topic}-${sink.name}`,
            until,
            dead: plan.dead,
            observe: (event) => options.observe?.(event),
            ...(sinkBatch === undefined ? {} : { batch: sinkBatch }),
            ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
            ...(signal === undefined ? {} : { signal }),
          }),
      ),
    );
  }

  /** Starts the sinks next to the worker, unless they follow at the end. */
  begin(stopWorker: () => void): void {
    if (!this.#followsAtEnd) this.#run(stopWorker);
  }

  /** Stops them at once, wherever they are. */
  stop(): Promise<unknown> {
    for (const drain of this.#drains) drain.stop();
    return this.#running;
  }

  /**
   * Ends them: the rows read so far are written; at the end of a bounded input, all rows.
   *
   * @throws the error that ended one of them
   */
  async finish(): Promise<void> {
    if (this.#followsAtEnd) this.#run(() => void this.stop());
    else void this.stop();
    await this.#running;
    if (this.#failure !== null) throw this.#failure.error;
  }

  #run(onFailure: () => void): void {
    const followed = this.#drains.map((drain) =>
      drain.run().catch((error) => {
        this.#failure ??= { error };
        onFailure();
      }),
    );
    this.#running = Promise.all(followed);
  }
}
