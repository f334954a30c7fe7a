import { type Due, EventQueue } from "./event-queue.js";
import { type Turns, turnsOf } from "./turns.js";

/** Simulated time starts here unless told otherwise: 2025-01-01T00:00:00Z. */
export const DEFAULT_START_MS = 1_735_689_600_000;

/** Number of turns before real I/O (a key press, a server) gets one too. */
const TURNS_BETWEEN_IO = 512;

/**
 * The one place where simulated time passes. Code under test awaits promises. When all of it waits, the scheduler runs
 * the next due action and sets the time to it. It runs for as long as something is due, so a program simply awaits. No
 * real clock is read: a turn ends when the microtasks have drained, however long that takes.
 */
export class Scheduler {
  readonly startMs: number;
  readonly #turnsOfHost: Turns;
  readonly #queue = new EventQueue();
  readonly #idle: (() => void)[] = [];
  #now: number;
  #order = 0;
  #foreground = 0;
  #turns = 0;
  #pumping = false;
  #woke = false;
  #halted = false;
  /** Number of events that have run; speed is measured in events. */
  events = 0;

  constructor(startMs: number = DEFAULT_START_MS, turns: Turns = turnsOf(globalThis)) {
    this.startMs = startMs;
    this.#turnsOfHost = turns;
    this.#now = startMs;
  }

  /** Simulated milliseconds since the epoch. */
  get now(): number {
    return this.#now;
  }

  /** Runs `action` at `at`. A time in the past means now, after everything that is due already. */
  at(at: number, action: () => void, background = false): Due {
    const due: Due = { at: Math.max(at, this.#now), order: this.#order++, action, background };
    this.#queue.push(due);
    if (!background) {
      this.#foreground++;
      this.#pump();
    }
    return due;
  }

  after(delayMs: number, action: () => void, background = false): Due {
    return this.at(this.#now + delayMs, action, background);
  }

  cancel(due: Due | null): void {
    if (due === null || due.action === null) return;
    due.action = null;
    if (!due.background) this.#foreground--;
  }

  /** Called by an action that lets awaiting code go on: the next event waits until that code waits again. */
  woke(): void {
    this.#woke = true;
  }

  /** Resolves when only background work is due: code that still waits will wait for ever. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve);
      this.#pump();
    });
  }

  /**
   * Stops everything: code that still waits will wait for ever. For a run that is over while parts of it still turn.
   */
  halt(): void {
    this.#halted = true;
  }

  #pump(): void {
    if (this.#pumping || this.#halted) return;
    this.#pumping = true;
    if (++this.#turns % TURNS_BETWEEN_IO === 0) this.#turnsOfHost.afterIo(this.#turn);
    else this.#turnsOfHost.next(this.#turn);
  }

  readonly #turn = (): void => {
    this.#pumping = false;
    this.#woke = false;
    while (this.#foreground > 0 && !this.#woke && !this.#halted) {
      const due = this.#queue.pop()!;
      if (due.action === null) continue;
      const { action } = due;
      due.action = null;
      if (!due.background) this.#foreground--;
      this.#now = due.at;
      this.events++;
      action();
    }
    if (this.#foreground > 0) this.#pump();
    else if (!this.#woke) for (const resolve of this.#idle.splice(0)) resolve();
    else if (this.#idle.length > 0) this.#pump();
  };
}
