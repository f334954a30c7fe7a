import type { SimulatedProcess } from "./process.js";

/**
 * Knows which life of a process has taken over from which: a new one takes over when it gets a producer of transactions. What an
 * earlier one commits after that is the write of a zombie, which fencing is there to refuse.
 */
export class Succession {
  readonly #newest = new Map<string, SimulatedProcess>();
  /** What zombies have got through, in order, in words. */
  readonly zombieWrites: string[] = [];
  readonly #tell: (text: string) => void;

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  /** A process has been given a producer of transactions. */
  began(process: SimulatedProcess): void {
    const newest = this.#newest.get(process.name);
    if (newest === undefined || newest.life < process.life) this.#newest.set(process.name, process);
  }

  /** A commit of a process was accepted. */
  committed(process: SimulatedProcess, transactionalId: string): void {
    const successor = this.#newest.get(process.name);
    if (successor === undefined || successor.life <= process.life) return;
    const write = `${process.label} has committed as "${transactionalId}" after its successor ${successor.label} began`;
    this.zombieWrites.push(write);
    this.#tell(`zombie: ${write}`);
  }
}
