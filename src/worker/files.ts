/**
 * The part of a disk that a checkpoint needs. It is split into steps so that a simulated disk can lose power between
 * any two of them. The node implementation is `nodeFiles`.
 */
export interface Files {
  /** The text of a file; `null` when there is none. */
  read(path: string): Promise<string | null>;
  /** Not durable before `sync`. */
  write(path: string, text: string): Promise<void>;
  /** The file's bytes are on the disk when it resolves. */
  sync(path: string): Promise<void>;
  /** Atomic: readers see the old file or the new one. Durable after `syncFolder`. */
  rename(from: string, to: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
  remove(path: string): Promise<void>;
  /**
   * Keeps all others away from a name until `release`, or until this process ends in any way. Left out where a disk has
   * only one user.
   */
  lock?(path: string): Promise<FileLock>;
}

/** A lock that is held, or the name of whoever holds it. */
export type FileLock =
  | { readonly held: true; release(): Promise<void> }
  | { readonly held: false; readonly by: string };
