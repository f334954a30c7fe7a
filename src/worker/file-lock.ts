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

/** The most tries to take the lock of a dead process; after them, another process counts as faster. */
const TRIES = 3;

/**
 * Takes a lock that is a file with the holder's process in it. A lock of a process that has ended does not block. It
 * holds between processes that see each other's numbers: on one machine, in one container.
 */
export async function lockFile(path: string): Promise<FileLock> {
  await mkdir(dirname(path), { recursive: true });
  const holder: Holder = { pid: process.pid, began: await beginningOf(process.pid), id: randomUUID() };
  own.add(holder.id); // before the file is there: nobody in this process may take it for a dead one's
  const by = await holderOtherThan(path, holder);
  if (by === null) return { held: true, release: () => release(path, holder.id) };
  own.delete(holder.id);
  return { held: false, by };
}

/** Takes the lock: `null` when it is ours now, else the name of the holder. */
async function holderOtherThan(path: string, holder: Holder): Promise<string | null> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (await create(path, holder)) return null;
    const text = await readFile(path, "utf8").catch(() => null);
    if (text === null) continue;
    const other = holderIn(text);
    if (other !== null && (await isAlive(other))) return `process ${other.pid}`;
    if (await takeOver(path, text, other, holder)) return null;
  }
  return "another process";
}

async function release(path: string, id: string): Promise<void> {
  await rm(path, { force: true });
  own.delete(id); // after the file is gone: until then nobody may take it for a dead one's
}

/** True when the file did not exist and now does, whole from its first moment. */
async function create(path: string, holder: Holder): Promise<boolean> {
  const draft = await drafted(path, holder);
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
 * Puts a lock in the place of a dead process's lock, in one step. Of several that find the same dead lock only one may: the
 * one that has the lock on it, which is a lock file too. While it is held nobody else touches the dead lock, so what it
 * reads is what it replaces. False when somebody was faster.
 */
async function takeOver(path: string, dead: string, other: Holder | null, holder: Holder): Promise<boolean> {
  const right = await lockFile(`${path}.${other?.id ?? "damaged"}.next`);
  if (!right.held) return false;
  try {
    if ((await readFile(path, "utf8").catch(() => null)) !== dead) return false;
    await rename(await drafted(path, holder), path);
    return true;
  } finally {
    await right.release();
  }
}

/** A whole lock file beside its place. */
async function drafted(path: string, holder: Holder): Promise<string> {
  const draft = `${path}.${holder.id}`;
  await writeFile(draft, JSON.stringify(holder));
  return draft;
}

function holderIn(text: string): Holder | null {
  try {
    const { pid, began, id } = JSON.parse(text) as Holder;
    return Number.isSafeInteger(pid) && pid > 0 && /^[\w-]+$/.test(id) ? { pid, began, id } : null;
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
