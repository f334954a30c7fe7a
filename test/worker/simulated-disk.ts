import type { SimulatedProcess } from "../../src/sim/index.js";
import type { Files } from "../../src/worker/index.js";

interface Cache {
  readonly text: string;
  synced: boolean;
}

/**
 * A disk that loses power: what was not synced is torn, and a rename is undone unless its folder was synced. It outlives
 * the processes that use it; each new process on it is a new start after a cut.
 */
export class SimulatedDisk {
  /** What a power cut leaves. */
  #durable = new Map<string, string>();
  /** What a running process sees. */
  #seen = new Map<string, Cache>();
  full = false;

  /** The disk as a process sees it: each step takes its time and may be where the process crashes. */
  files(process: Pick<SimulatedProcess, "local">): Files {
    this.#seen = new Map([...this.#durable].map(([path, text]) => [path, { text, synced: true }]));
    const step = <T>(name: string, effect: () => T): Promise<T> => process.local(name, effect);
    return {
      read: (path) => step(`read ${path}`, () => this.#seen.get(path)?.text ?? null),
      write: (path, text) =>
        step(`write ${path}`, () => {
          if (this.full) throw new Error("ENOSPC: no space left on device");
          this.#seen.set(path, { text, synced: false });
          // half of it may be there after a cut
          this.#durable.set(path, text.slice(0, text.length / 2));
        }),
      sync: (path) =>
        step(`sync ${path}`, () => {
          const file = this.#seen.get(path)!;
          file.synced = true;
          this.#durable.set(path, file.text);
        }),
      rename: (from, to) =>
        step(`rename ${from}`, () => {
          this.#seen.set(to, this.#seen.get(from)!);
          this.#seen.delete(from);
        }),
      syncFolder: (folder) =>
        step(`sync folder ${folder}`, () => {
          const inside = (path: string): boolean => path.startsWith(`${folder}/`);
          for (const path of [...this.#durable.keys()].filter(inside))
            if (!this.#seen.has(path)) this.#durable.delete(path);
          for (const [path, { text, synced }] of this.#seen) if (inside(path) && synced) this.#durable.set(path, text);
        }),
      remove: (path) => step(`remove ${path}`, () => void this.#seen.delete(path)),
    };
  }

  /** Something else has written here. */
  put(path: string, text: string): void {
    this.#durable.set(path, text);
  }

  get paths(): readonly string[] {
    return [...this.#durable.keys()];
  }

  text(path: string): string {
    return this.#durable.get(path) ?? "";
  }
}
