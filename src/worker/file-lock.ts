import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { FileLock } from "./files.js";

/**
 * The holder of a lock: a process and the moment when it began, which tells it apart from a later process with the same
 * number.
 */
interface Holder {
  readonly pid: number;
  /** The kernel's text for the start of the process; `null` where the system does not provide it. */
  readonly began: string | null;
  /** Tells two locks of one process apart. */
  readonly id: string;
}

/**
 * Locks that this process holds. A lock that has this process's number and is not in this set belongs to a dead
 * process.
 */
const own = new Set<string>();

/** The most tries to remove the lock of a dead process; after them, another process counts as faster. */
const TRIES = 3;

/**
 * Takes a lock that is a file with the holder's process in it. A lock of a process that has ended does not block. It
 * holds between processes that see each other's numbers: on one machine, in one container.
 */
export async function lockFile(path: string): Promise<FileLock> {
  await mkdir(dirname(path), { recursive: true });
  const holder: Holder = { pid: process.pid, began: await beginningOf(process.pid), id: randomUUID() };
  own.add(holder.id); // before the file is there: nobody in this process may take it for a dead one's
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (await create(path, holder)) return { held: true, release: () => release(path, holder.id) };
    const text = await readFile(path, "utf8").catch(() => null);
    if (text === null) continue;
    const other = holderIn(text);
    if (other !== null && (await isAlive(other))) return { held: false, by: `process ${other.pid}` };
    await removeStale(path, text, `${path}.${holder.id}`);
  }
  return { held: false, by: "another process" };
}

async function release(path: string, id: string): Promise<void> {
  own.delete(id);
  await rm(path, { force: true });
}

/** True when the file did not exist and now does, whole from its first moment. */
async function create(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${holder.id}`;
  await writeFile(draft, JSON.stringify(holder));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Two processes may find the same stale lock. The faster one may already have its own lock there: that one is put back.
 */
async function removeStale(path: string, stale: string, aside: string): Promise<void> {
  try {
    await rename(path, aside);
    if ((await readFile(aside, "utf8")) !== stale) await link(aside, path);
  } catch (error) {
    if (!["ENOENT", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

function holderIn(text: string): Holder | null {
  try {
    const { pid, began, id } = JSON.parse(text) as Holder;
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, began, id } : null;
  } catch {
    return null; // damaged: nobody can prove to be its holder
  }
}

async function isAlive({ pid, began, id }: Holder): Promise<boolean> {
  if (pid === process.pid) return own.has(id);
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return began === null || (await beginningOf(pid)) === began;
}

/** When a process began, in the kernel's ticks: field 22 of /proc/PID/stat, counted behind the name in brackets. */
async function beginningOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}
