import { readFileSync } from "node:fs";

/** Ticks of the kernel's accounting on every Linux that Node runs on: 100 a second. */
const tickMs = 10;

/**
 * How long a process has computed so far, in milliseconds; `null` where the system does not tell (it does on Linux).
 * On a busy machine a process waits far longer than it computes, and waiting is nobody's endless loop.
 */
export function cpuTimeMs(pid: number | undefined): number | null {
  if (process.platform !== "linux" || pid === undefined) return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in parentheses, may hold anything; what follows it is in fixed order: utime and stime are 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  } catch {
    return null; // it has ended meanwhile
  }
}

/** How much memory a process holds now, in bytes; `null` where the system does not tell (it does on Linux). */
export function residentBytes(pid: number | undefined): number | null {
  if (process.platform !== "linux" || pid === undefined) return null;
  try {
    const [, pages = ""] = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ");
    return Number(pages) * pageBytes;
  } catch {
    return null; // it has ended meanwhile
  }
}

/** The smallest page of the processors that Node runs on; where pages are larger, more is allowed. */
const pageBytes = 4_096;
