import { printable } from "../judge/printable.js";

/** A learner, as far as the name of a file or folder tells. */
export interface Identity {
  /** Fit to be shown. */
  readonly name: string;
  /** Numbers in learning systems; `null` if the name has none. */
  readonly canvasId: string | null;
  readonly moodleId: string | null;
}

/** Reads the name of a folder or archive. Moodle's downloads are named such as `Ana Silva_4711_assignsubmission_file_`. */
export function identityOf(entry: string): Identity {
  const moodle = /^(.+)_(\d+)_assignsubmission_(?:file|onlinetext)_?$/.exec(entry);
  if (moodle !== null) return { name: printable(moodle[1] ?? ""), canvasId: null, moodleId: moodle[2] ?? "" };
  return { name: printable(entry), canvasId: null, moodleId: null };
}

/** Reads a name such as Canvas' downloads have: `silvaana_LATE_4321_98765_exercises.zip`; `null` for another one. */
export function canvasFile(name: string): { readonly identity: Identity; readonly name: string } | null {
  const match = /^([a-z0-9]+)_(?:LATE_)?(\d+)_(\d+)_(.+)$/.exec(name);
  if (match === null) return null;
  const [, who = "", canvasId = "", , file = ""] = match;
  return { identity: { name: who, canvasId, moodleId: null }, name: file };
}

export const withoutEnding = (name: string): string => name.replace(/(?<=.)\.(zip|json)$/i, "");

/** Numbers learners of one name: `ana` beside `ana.zip` is another person until somebody says otherwise. */
export function uniquelyNamed<Named extends { readonly name: string }>(learners: readonly Named[]): Named[] {
  const taken = new Set(learners.map(({ name }) => name));
  const seen = new Set<string>();
  return learners.map((learner) => {
    let name = learner.name;
    for (let number = 2; seen.has(name); number++) {
      const next = `${learner.name} (${number})`;
      if (!taken.has(next)) name = next;
    }
    seen.add(name);
    taken.add(name);
    return name === learner.name ? learner : { ...learner, name };
  });
}
