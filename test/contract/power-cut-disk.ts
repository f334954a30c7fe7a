import type { PartFiles } from "../../src/connect/index.js";
import { type Random, random } from "../../src/seeded/index.js";

interface Inode {
  bytes: Uint8Array;
  /** `null`: nothing of it is safe yet. */
  safe: Uint8Array | null;
}

type Names = Map<string, Inode>;
type Change = (names: Names) => void;

/**
 * A disk for sinks of files that can lose its power: what was not synced is then there, torn or gone, and a new name, a
 * second one or a removal may be undone until its folder is synced. The seed says which.
 */
export class PowerCutDisk implements PartFiles {
  readonly #random: Random;
  #names: Names = new Map();
  #safe: Names = new Map();
  #changes: Change[] = [];

  constructor(seed: number) {
    this.#random = random(seed).fork("disk");
  }

  cutPower(): void {
    for (const change of this.#changes.slice(0, this.#random.integer(0, this.#changes.length))) change(this.#safe);
    for (const inode of new Set([...this.#names.values(), ...this.#safe.values()])) {
      if (inode.safe === inode.bytes) continue;
      const torn = inode.bytes.slice(0, this.#random.integer(0, inode.bytes.length));
      inode.bytes = this.#random.pick([inode.safe ?? new Uint8Array(), torn, inode.bytes]);
      inode.safe = inode.bytes;
    }
    this.#names = new Map(this.#safe);
    this.#changes = [];
  }

  async list(folder: string): Promise<readonly string[]> {
    const below = [...this.#names.keys()].filter((path) => path.startsWith(`${folder}/`));
    return [...new Set(below.map((path) => path.slice(folder.length + 1).split("/")[0]!))];
  }

  async read(path: string): Promise<Uint8Array | null> {
    return this.#names.get(path)?.bytes ?? null;
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const there = this.#names.get(path);
    if (there === undefined) {
      const inode = { bytes, safe: null };
      this.#change((names) => names.set(path, inode));
    } else there.bytes = bytes;
  }

  async sync(path: string): Promise<void> {
    const inode = this.#found(path);
    inode.safe = inode.bytes;
  }

  async link(from: string, to: string): Promise<boolean> {
    const inode = this.#found(from);
    if (this.#names.has(to)) return false;
    this.#change((names) => names.set(to, inode));
    return true;
  }

  async rename(from: string, to: string): Promise<void> {
    const inode = this.#found(from);
    this.#change((names) => {
      names.delete(from);
      names.set(to, inode);
    });
  }

  async syncFolder(): Promise<void> {
    this.#safe = new Map(this.#names);
    this.#changes = [];
  }

  async remove(path: string): Promise<void> {
    this.#change((names) => names.delete(path));
  }

  #found(path: string): Inode {
    const inode = this.#names.get(path);
    if (inode === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    return inode;
  }

  #change(change: Change): void {
    change(this.#names);
    this.#changes.push(change);
  }
}

/** A disk whose every call is a step of a process. */
export function steppedFiles(files: PartFiles, steps: { step<V>(effect: () => Promise<V>): Promise<V> }): PartFiles {
  return {
    list: (folder) => steps.step(() => files.list(folder)),
    read: (path) => steps.step(() => files.read(path)),
    write: (path, bytes) => steps.step(() => files.write(path, bytes)),
    sync: (path) => steps.step(() => files.sync(path)),
    link: (from, to) => steps.step(() => files.link(from, to)),
    rename: (from, to) => steps.step(() => files.rename(from, to)),
    syncFolder: (path) => steps.step(() => files.syncFolder(path)),
    remove: (path) => steps.step(() => files.remove(path)),
  };
}
