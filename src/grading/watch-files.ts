import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Time between two looks; a save is noticed within it. */
const lookEveryMs = 200;

/**
 * State of a folder's .ts files: each file's place on the disk, size and times. Two states differ after any save. It
 * is looked at again and again, rather than told by the system: a notice for a file ends when the file is replaced, as many
 * editors do on saving, and does not come at all from some network folders.
 */
export function stateOfFiles(folder: string): string {
  return namesIn(folder)
    .map((name) => {
      const stat = statSync(join(folder, name), { throwIfNoEntry: false });
      return `${name} ${stat?.ino} ${stat?.size} ${stat?.mtimeMs} ${stat?.ctimeMs}`;
    })
    .join("\n");
}

/** Resolves once the files differ from a state and have come to rest: an editor writes a file in several steps. */
export async function changeFrom(folder: string, state: string): Promise<void> {
  let now = stateOfFiles(folder);
  for (let before = now; now === state || now !== before; now = stateOfFiles(folder)) {
    before = now;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

/** Empty while the folder itself is being replaced. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  } catch {
    return [];
  }
}
