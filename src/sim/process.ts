import type { Clock } from "../log/clock.js";
import { Triggers } from "./fault-plan.js";
import { describeFault, type Fault, type Phase } from "./faults.js";
import type { Scheduler } from "./scheduler.js";
import type { Story } from "./story.js";

/** The parts of the simulation that a process shares. */
export interface World {
  readonly scheduler: Scheduler;
  readonly story: Story;
  readonly faults: readonly Fault[];
}

/** A request between a process and the brokers. */
export interface Departed {
  lost: boolean;
}

/**
 * One life of one program. A crash is not announced to its code: promises that it waits for never settle, and later
 * calls are never answered. Everything that its clients hold at the broker stays until a time-out, as in reality.
 */
export class SimulatedProcess {
  readonly name: string;
  /** 1 for the first life, 2 for the next one, … */
  readonly life: number;
  readonly clock: Clock;
  readonly #world: World;
  readonly #triggers: Triggers;
  readonly #atEnd: (() => void)[] = [];
  readonly #ends: (() => void)[] = [];
  readonly #pauses: (() => void)[] = [];
  readonly #underWay = new Set<Departed>();
  #underWayAtDeath = 0;
  #alive = true;
  #struck = false;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** Number of steps so far. */
  steps = 0;
  /** The steps that were effects. */
  readonly effects: number[] = [];

  constructor(world: World, name: string, life: number) {
    this.name = name;
    this.life = life;
    this.#world = world;
    this.#triggers = new Triggers(world.faults, name, life);
    const skew = world.faults.reduce(
      (sum, fault) => (fault.kind === "clock-skew" && fault.process === name ? sum + fault.skewMs : sum),
      0,
    );
    this.clock = {
      now: () => world.scheduler.now + skew,
      sleep: (ms, signal) => this.#sleep(ms, signal),
    };
  }

  get label(): string {
    return this.life === 1 ? this.name : `${this.name}'${this.life}`;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Alive and not standing still: it answers heartbeats. */
  get responsive(): boolean {
    return this.#alive && this.#world.scheduler.now >= this.#pausedUntil;
  }

  /** Counts a step and lets faults strike there. The result says whether the call goes on, is lost, or is over. */
  step(call: string, phase: Phase, detail?: () => string): "on" | "lost" | "given-up" | "dead" {
    if (!this.#alive) return "dead";
    this.steps++;
    if (phase === "effect") this.effects.push(this.steps);
    const { scheduler, story } = this.#world;
    if (story.recording) this.#tell(this.steps, phase, detail === undefined ? call : `${call} ${detail()}`);
    if (!this.#triggers.any) return "on";
    const fault = this.#triggers.strike(this.steps, call, phase);
    if (fault === null) return "on";
    this.#tell(null, "note", describeFault(fault));
    if (fault.kind === "crash") {
      this.kill(fault.lost);
      return "dead";
    }
    if (fault.kind === "pause") {
      this.pause(fault.forMs);
      this.#struck = true;
      for (const strike of this.#pauses.splice(0)) strike();
      scheduler.woke();
    }
    if (fault.kind === "lose-answer") return fault.final ? "given-up" : "lost";
    return "on";
  }

  /** Passes something to the process's code: at once, after its pause, or never when it is dead. */
  deliver(action: () => void): void {
    this.act(() => {
      this.#world.scheduler.woke();
      action();
    });
  }

  /** Lets the process act as soon as it does not stand still; never when it is dead. */
  act(action: () => void): void {
    if (!this.#alive) return;
    const { scheduler } = this.#world;
    if (scheduler.now < this.#pausedUntil) scheduler.at(this.#pausedUntil, () => this.act(action));
    else action();
  }

  /** A step that touches no broker (a local file, a store): the process can crash before or after it. */
  async local<T>(name: string, effect: () => T): Promise<T> {
    if (this.step(name, "start") === "dead") return new Promise(() => {});
    if (!this.responsive) await new Promise<void>((resolve) => this.deliver(resolve));
    const value = effect();
    if (this.step(name, "effect") === "dead") return new Promise(() => {});
    return value;
  }

  /** Registers a message to the brokers; the returned function tells on arrival whether it was lost. */
  depart(): Departed {
    const departed: Departed = { lost: false };
    this.#underWay.add(departed);
    return departed;
  }

  /** The message arrives, unless it was lost when the process died. */
  arrive(departed: Departed): boolean {
    this.#underWay.delete(departed);
    return !departed.lost;
  }

  /** Number of requests under way when it died; 0 while it lives. */
  get underWayAtDeath(): number {
    return this.#underWayAtDeath;
  }

  /** @param lost which of the requests that are under way never arrive, 0 being the one that was sent first */
  kill(lost: readonly number[] = []): void {
    if (!this.#alive) return;
    this.#alive = false;
    const underWay = [...this.#underWay];
    this.#underWayAtDeath = underWay.length;
    for (const index of lost) if (underWay[index] !== undefined) underWay[index].lost = true;
    this.#world.scheduler.woke();
    for (const action of this.#atEnd.splice(0)) action();
    for (const end of this.#ends.splice(0)) end();
  }

  pause(forMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#world.scheduler.now + forMs);
  }

  /** Runs `action` at the moment of its death, before anybody learns of it. */
  atEnd(action: () => void): void {
    this.#atEnd.push(action);
  }

  /** Resolves when the process is dead. */
  ended(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#alive) this.#ends.push(resolve);
      else resolve();
    });
  }

  /** Resolves when a fault makes, or has made, the process stand still. */
  paused(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#struck) resolve();
      else this.#pauses.push(resolve);
    });
  }

  #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#alive) return;
      if (signal?.aborted === true) return resolve();
      const { scheduler } = this.#world;
      const wake = (): void => {
        signal?.removeEventListener("abort", wake);
        scheduler.cancel(due);
        this.deliver(resolve);
      };
      // No sleep is shorter than a millisecond, so that a loop that only sleeps cannot stop simulated time.
      const due = scheduler.after(Math.max(1, ms), wake);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }

  #tell(step: number | null, kind: Phase | "note", text: string): void {
    const { scheduler, story } = this.#world;
    story.add({ atMs: scheduler.now - scheduler.startMs, who: this.label, step, kind, text });
  }
}
