import { readdirSync, readFileSync } from "node:fs";

/**
 * The command lines of running processes that name a path below a folder; Linux only, elsewhere none.
 *
 * @param {string} folder
 * @param {number} self a process that does not count
 * @returns {string[]}
 */
export function processesBelow(folder, self) {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== self)
    .flatMap((name) => {
      try {
        const commandLine = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        return commandLine.includes(folder) ? [`${name}: ${commandLine}`] : [];
      } catch {
        return []; // it ended meanwhile
      }
    });
}
