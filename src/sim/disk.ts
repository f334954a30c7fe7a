import { type Random, random } from "../seeded/index.js";
import type { SimulatedProcess } from "./process.js";

/** A file's bytes, independent of its name: the written ones, and those that would survive a power cut. */
interface Inode {
  text: string;
  /** `null`: nothing of it is safe yet. */
  safe: string | null;
}

/** A change of names that is not safe before its folder is synced. */
type NameChange =
  | { readonly kind: "set"; readonly path: string; readonly inode: Inode }
  | { readonly kind: "rename"; readonly from: string; readonly to: string }
  | { readonly kind: "remove"; readonly path: string };

/** A disk as one process uses it; each call is a step at which the process can crash. */
export interface SimulatedFiles {
  /** The text of a file; `null` when there is none. */
  read(path: string): Promise<string | null>;
  write(path: string, text: string): Promise<void>;
  sync(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
  remove(path: string): Promise<void>;
  lock(path: string): Promise<SimulatedLock>;
}

/** A lock that is held, or the name of the process that holds it. */
export type SimulatedLock =
  | { readonly held: true; release(): Promise<void> }
  | { readonly held: false; readonly by: string };

/**
 * A disk that loses its power when a process on it crashes. What was not synced may then be there, be torn, or be gone; a
 * new name, a rename or a removal may be undone until its folder is synced. Which of these happens follows from the seed.
 *
 * @see the manual pages of fsync(2) and rename(2)
 */
export class SimulatedDisk {
  readonly #random: Random;
  #names = new Map<string, Inode>();
  #safeNames = new Map<string, Inode>();
  #changes: NameChange[] = [];
  readonly #locks = new Map<string, SimulatedProcess>();
  /** While it is full nothing can be written. */
  full = false;

  constructor(seed: number) {
    this.#random = random(seed).fork("disk");
  }

  /** The disk as a process sees it. When that process crashes, the power is cut. */
  files(process: SimulatedProcess): SimulatedFiles {
    process.atEnd(() => this.cutPower());
    return {
      read: (path) => process.local(`read ${path}`, () => this.#names.get(path)?.text ?? null),
      write: (path, text) => process.local(`write ${path}`, () => this.#write(path, text)),
      sync: (path) => process.local(`sync ${path}`, () => this.#sync(path)),
      rename: (from, to) => process.local(`rename ${from} ${to}`, () => this.#rename(from, to)),
      syncFolder: (path) => process.local(`syncFolder ${path}`, () => this.#syncFolder()),
      remove: (path) => process.local(`remove ${path}`, () => this.#remove(path)),
      lock: (path) => process.local(`lock ${path}`, () => this.#lock(path, process)),
    };
  }

  /** Leaves what was safe, and of the rest what chance leaves: the first few changes of names, torn or whole texts. */
  cutPower(): void {
    for (const change of this.#changes.slice(0, this.#random.integer(0, this.#changes.length)))
      apply(this.#safeNames, change);
    for (const inode of new Set([...this.#names.values(), ...this.#safeNames.values()])) {
      if (inode.safe === inode.text) continue;
      const torn = inode.text.slice(0, this.#random.integer(0, inode.text.length));
      inode.text = this.#random.pick([inode.safe ?? "", torn, inode.text]);
      inode.safe = inode.text;
    }
    this.#names = new Map(this.#safeNames);
    this.#changes = [];
  }

  /** The files that there are. */
  get paths(): readonly string[] {
    return [...this.#names.keys()].sort();
  }

  /** A file as somebody sees it who looks at the disk from outside; `null` when there is none. */
  text(path: string): string | null {
    return this.#names.get(path)?.text ?? null;
  }

  /** Something else has written here, and it is safe. */
  put(path: string, text: string): void {
    const inode = { text, safe: text };
    this.#names.set(path, inode);
    this.#safeNames.set(path, inode);
  }

  #write(path: string, text: string): void {
    if (this.full) throw new Error("ENOSPC: no space left on device");
    const inode = this.#names.get(path);
    if (inode === undefined) this.#change({ kind: "set", path, inode: { text, safe: null } });
    else inode.text = text;
  }

  #sync(path: string): void {
    const inode = this.#names.get(path);
    if (inode === undefined) throw new Error(`sync ${path}: there is no such file`);
    inode.safe = inode.text;
  }

  #rename(from: string, to: string): void {
    if (!this.#names.has(from)) throw new Error(`rename ${from}: there is no such file`);
    this.#change({ kind: "rename", from, to });
  }

  #remove(path: string): void {
    this.#change({ kind: "remove", path });
  }

  /** A lock ends with its process, as an operating system's does. */
  #lock(path: string, process: SimulatedProcess): SimulatedLock {
    const holder = this.#locks.get(path);
    if (holder?.alive) return { held: false, by: `process ${holder.label}` };
    this.#locks.set(path, process);
    return { held: true, release: async () => void this.#locks.delete(path) };
  }

  /** All folders are one here: syncing any of them makes every name safe. */
  #syncFolder(): void {
    this.#safeNames = new Map(this.#names);
    this.#changes = [];
  }

  #change(change: NameChange): void {
    apply(this.#names, change);
    this.#changes.push(change);
  }
}

function apply(names: Map<string, Inode>, change: NameChange): void {
  if (change.kind === "set") names.set(change.path, change.inode);
  else if (change.kind === "remove") names.delete(change.path);
  else {
    const inode = names.get(change.from);
    names.delete(change.from);
    if (inode !== undefined) names.set(change.to, inode);
  }
}
