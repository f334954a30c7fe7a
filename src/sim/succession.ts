import type { SimulatedProcess } from "./process.js";

/**
 * Records which life of a process has taken over from which: a new life takes over when it gets a producer of
 * transactions. A later commit of an earlier life is the write of a zombie; fencing is there to refuse it.
 */
export class Succession {
  readonly #newest = new Map<string, SimulatedProcess>();
  /** Writes of zombies that were accepted, in order, in words. */
  readonly zombieWrites: string[] = [];
  readonly #tell: (text: string) => void;

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  /** Notes that a process has been given a producer of transactions. */
  began(process: SimulatedProcess): void {
    const newest = this.#newest.get(process.name);
    if (newest === undefined || newest.life < process.life) this.#newest.set(process.name, process);
  }

  /** Notes that a commit of a process was accepted. */
  committed(process: SimulatedProcess, transactionalId: string): void {
    const successor = this.#newest.get(process.name);
    if (successor === undefined || successor.life <= process.life) return;
    const write = `${process.label} has committed as "${transactionalId}" after its successor ${successor.label} began`;
    this.zombieWrites.push(write);
    this.#tell(`zombie: ${write}`);
  }
}
