import type { Fault, Phase, Span, Where } from "./faults.js";

interface Trigger {
  readonly step: number;
  readonly call: string;
  readonly phase: Phase;
  /** Number of matches before it strikes; 0: it has struck. */
  left: number;
  readonly fault: Fault & { readonly where: Where };
}

/** The faults of one life of one process. Most lives have none, and pay nothing. */
export class Triggers {
  readonly #triggers: Trigger[];

  constructor(faults: readonly Fault[], process: string, life: number) {
    this.#triggers = [];
    for (const fault of faults) {
      if (fault.kind !== "crash" && fault.kind !== "pause" && fault.kind !== "lose-answer") continue;
      const { where } = fault;
      if ((where.process === undefined ? process === "main" : where.process !== process) || (where.life ?? 1) !== life)
        continue;
      this.#triggers.push(
        "step" in where
          ? { step: where.step, call: "", phase: "start", left: 1, fault }
          : { step: 0, call: where.call, phase: where.phase ?? "effect", left: where.occurrence ?? 1, fault },
      );
    }
  }

  get any(): boolean {
    return this.#triggers.length > 0;
  }

  /** The fault that strikes at this step, if any. */
  strike(step: number, call: string, phase: Phase): (Fault & { readonly where: Where }) | null {
    for (const trigger of this.#triggers) {
      if (trigger.left === 0) continue;
      const here = trigger.step > 0 ? trigger.step === step : trigger.phase === phase && call.startsWith(trigger.call);
      if (here && --trigger.left === 0) return trigger.fault;
    }
    return null;
  }
}

const within = (span: Span, ms: number): boolean =>
  ms >= span.fromMs && ms < (span.untilMs ?? Number.POSITIVE_INFINITY);

/** The state of the network: which way is open, and how slow it is. Times in milliseconds since the start. */
export class NetworkFaults {
  readonly #faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    this.#faults = faults.filter((fault) =>
      ["unreachable", "cut-off", "slow-network", "broker-restart"].includes(fault.kind),
    );
  }

  get any(): boolean {
    return this.#faults.length > 0;
  }

  /** True when a message between a process and a partition (`null`: the cluster) arrives. */
  reaches(ms: number, process: string | null, topic: string | null, partition: number): boolean {
    for (const fault of this.#faults) {
      if (fault.kind === "broker-restart" && ms >= fault.atMs && ms < fault.atMs + fault.downMs) return false;
      if (fault.kind === "cut-off" && fault.process === process && within(fault.span, ms)) return false;
      if (
        fault.kind === "unreachable" &&
        fault.topic === topic &&
        (fault.partition === null || fault.partition === partition) &&
        within(fault.span, ms)
      )
        return false;
    }
    return true;
  }

  extraMs(ms: number, process: string): number {
    let extra = 0;
    for (const fault of this.#faults)
      if (fault.kind === "slow-network" && (fault.process === null || fault.process === process))
        if (within(fault.span, ms)) extra += fault.extraMs;
    return extra;
  }
}
