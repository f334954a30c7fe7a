import { LogError } from "../log/port.js";
import { type Random, random } from "../seeded/index.js";
import type { Due } from "./event-queue.js";
import { NetworkFaults } from "./fault-plan.js";
import type { SimulatedProcess, World } from "./process.js";

/** Travel time of a message, in milliseconds, drawn evenly. */
export interface Latency {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Addition to a call's name for a story; made only when the story is told. */
export type Detail = () => string;

/** A broker's answer to a request, now or later. */
export interface Reply<T> {
  ok(value: T, detail?: Detail): void;
  fail(error: LogError): void;
}

/** A call from a client to the cluster. */
export interface Request<T> {
  /** Its name in stories and faults: "send out[1]", "commit", … */
  readonly name: string;
  /** The partition that must be reachable; `null`: whichever broker coordinates. */
  readonly to: { readonly topic: string; readonly partition: number } | null;
  /** The broker's action. A retry runs it again, so it must recognize a repeated request. */
  readonly effect: (reply: Reply<T>) => void;
  /** The client's error when its retries are over. `asked`: the request may have had its effect. */
  readonly giveUp: (asked: boolean) => LogError | { readonly value: T };
  /** Longest time of retries, in milliseconds. */
  readonly timeoutMs?: number;
}

/** Default end of a client's retries, like a Kafka producer's `delivery.timeout.ms` (120 s there). */
export const DELIVERY_TIMEOUT_MS = 30_000;
const RETRY_BACKOFF_MS = 100;

/** Carries requests and answers: delays them, loses them, and lets processes crash at every step of a call. */
export class Network {
  readonly #world: World;
  readonly #latency: Latency;
  readonly #random: Random;
  readonly #faults: NetworkFaults;

  constructor(world: World, seed: number, latency: Latency) {
    this.#world = world;
    this.#latency = latency;
    this.#random = random(seed).fork("network");
    this.#faults = new NetworkFaults(world.faults);
  }

  /** The delay of one message, in milliseconds. */
  delay(process: SimulatedProcess | null): number {
    const delay = this.#random.integer(this.#latency.minMs, this.#latency.maxMs);
    return process !== null && this.#faults.any ? delay + this.#faults.extraMs(this.#elapsed, process.name) : delay;
  }

  reaches(process: SimulatedProcess, to: Request<unknown>["to"]): boolean {
    if (!this.#faults.any) return true;
    return this.#faults.reaches(this.#elapsed, process.name, to?.topic ?? null, to?.partition ?? 0);
  }

  /** True when one broker reaches the partition of another. */
  brokerReaches(to: Request<unknown>["to"]): boolean {
    if (!this.#faults.any) return true;
    return this.#faults.reaches(this.#elapsed, null, to?.topic ?? null, to?.partition ?? 0);
  }

  get #elapsed(): number {
    return this.#world.scheduler.now - this.#world.scheduler.startMs;
  }

  request<T>(process: SimulatedProcess, request: Request<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (process.step(request.name, "start") === "dead") return;
      const { scheduler } = this.#world;
      const deadline = scheduler.now + (request.timeoutMs ?? DELIVERY_TIMEOUT_MS);
      let asked = false;

      const giveUp = (): void => {
        const end = request.giveUp(asked);
        if (end instanceof LogError) reject(end);
        else resolve(end.value);
      };
      const giveUpSoon = (at: number): void => {
        scheduler.at(at, () => process.deliver(giveUp));
      };
      const retry = (): void => {
        const next = scheduler.now + RETRY_BACKOFF_MS;
        if (next < deadline) scheduler.at(next, ask);
        else giveUpSoon(deadline);
      };
      const answer = (settle: () => void, detail: Detail | undefined): void => {
        const step = process.step(request.name, "effect", detail);
        if (step === "dead") return;
        if (step === "given-up") giveUpSoon(scheduler.now + 1);
        else if (step === "lost" || !this.reaches(process, request.to)) retry();
        else tell(settle);
      };
      const tell = (settle: () => void): void => {
        scheduler.after(this.delay(process), () =>
          process.deliver(() => {
            if (process.step(request.name, "answer") !== "dead") settle();
          }),
        );
      };
      const ask = (): void => process.act(send);
      const send = (): void => {
        const departed = process.depart();
        scheduler.after(this.delay(process), () => {
          if (!process.arrive(departed)) return;
          if (!this.reaches(process, request.to)) return retry();
          asked = true;
          let waiting = true;
          let timer: Due | null = null;
          const once = (settle: () => void, detail: Detail | undefined): void => {
            if (!waiting) return;
            waiting = false;
            scheduler.cancel(timer);
            answer(settle, detail);
          };
          request.effect({
            ok: (value, detail) => once(() => resolve(value), detail),
            fail: (error) =>
              once(
                () => reject(error),
                () => error.code,
              ),
          });
          if (waiting)
            timer = scheduler.at(deadline, () => {
              waiting = false;
              process.deliver(giveUp);
            });
        });
      };
      ask();
    });
  }
}
