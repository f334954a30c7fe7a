import { link, mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * A disk as a sink of files uses it. It is split into steps so that a test can cut the power between any two of them.
 */
export interface PartFiles {
  /** The names in a folder, in no order; empty where there is no folder. */
  list(folder: string): Promise<readonly string[]>;
  /** `null` where there is no such file. */
  read(path: string): Promise<Uint8Array | null>;
  /** Not safe before `sync`. Folders are made as needed. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** The file's bytes are safe when it resolves. */
  sync(path: string): Promise<void>;
  /** Gives a file a second name in one step; false if that name is taken. Durable after `syncFolder`. */
  link(from: string, to: string): Promise<boolean>;
  /** Replaces a file at once. Safe after `syncFolder`. */
  rename(from: string, to: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
  remove(path: string): Promise<void>;
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Returns `otherwise` where there is no such file. */
export async function unlessMissing<Value>(work: Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return otherwise;
    throw error;
  }
}

async function sync(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The machine's own disk. */
export const nodePartFiles: PartFiles = {
  list: (folder) => unlessMissing(readdir(folder), []),
  read: (path) => unlessMissing<Uint8Array | null>(readFile(path), null),
  async write(path, bytes) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  },
  sync: (path) => sync(path, "r+"),
  async link(from, to) {
    try {
      await link(from, to);
      return true;
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    }
  },
  rename,
  async syncFolder(path) {
    // Windows cannot sync a folder: a new name there is durable without it.
    if (process.platform !== "win32") await sync(path, "r");
  },
  remove: (path) => rm(path, { force: true }),
};
