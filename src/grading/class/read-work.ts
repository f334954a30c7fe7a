import { UsageError } from "../../core/usage-error.js";
import type { Sources } from "../host/stage.js";
import { printable } from "../judge/printable.js";
import type { ExerciseFiles } from "../kit/exercise-files.js";
import type { Learner } from "./class-list.js";
import { findExercises } from "./find-exercises.js";
import { readSubmissionText, type Work } from "./submission-file.js";
import { type Listing, withArchivesOpened } from "./submitted-files.js";

/** One learner's work, as far as it can be graded. */
export interface ReadWork {
  readonly sources: Sources;
  /** Exercises that are not graded although there is something, and why. */
  readonly refused: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
  /** Hints taken, where the learner's progress was handed in: id → ladder → rungs. */
  readonly hints: Readonly<Record<string, Readonly<Record<string, number>>>> | null;
}

/** The course that the work belongs to. */
export interface Course {
  readonly exercises: readonly ExerciseFiles[];
  /** Untouched exercises, by id. */
  readonly stubs: ReadonlyMap<string, string>;
  /** The kit's version. */
  readonly version: string;
}

/** A submission file holds every exercise; ten times what is usual. */
const largestSubmissionBytes = 5_000_000;
/** Files that are named when nothing was found among them. */
const filesNamed = 6;

/**
 * Reads what a learner handed in.
 *
 * @throws Error that says why, where nothing can be graded: what was looked for, and what lay there
 */
export function readWork(learner: Learner, { exercises, stubs, version }: Course): ReadWork {
  const listing = withArchivesOpened(learner.list());
  const saved = submissionFile(listing, exercises);
  const found = findExercises(listing.files, exercises, stubs);
  const sources = new Map([...(saved?.sources ?? []), ...found.sources]);
  if (sources.size === 0 && found.refused.size === 0) throw new Error(nothingFound(listing, exercises));
  return {
    sources,
    refused: found.refused,
    notes: [...found.notes, ...(saved === null ? [] : notesOn(saved, version)), ...listing.unreadable.map(unreadable)],
    hints: saved?.work.hints ?? progressHints(listing),
  };
}

interface Saved {
  readonly path: string;
  readonly work: Work;
  readonly sources: Sources;
  readonly unknown: readonly string[];
}

/** The site's submission file among the files; `null` when there is none. Throws where it is the only file and damaged. */
function submissionFile({ files }: Listing, exercises: readonly ExerciseFiles[]): Saved | null {
  const candidates = files.filter(({ path, kind }) => kind === "file" && /\.json$/i.test(path));
  for (const file of candidates) {
    try {
      if (file.size > largestSubmissionBytes) throw new UsageError(`larger than ${largestSubmissionBytes / 1e6} MB`);
      const work = readSubmissionText(new TextDecoder().decode(file.read()));
      const known = new Set(exercises.map(({ id }) => id));
      const entries = Object.entries(work.exercises);
      return {
        path: printable(file.path),
        work,
        sources: new Map(entries.filter(([id]) => known.has(id))),
        unknown: entries.map(([id]) => id).filter((id) => !known.has(id)),
      };
    } catch (error) {
      if (files.length === 1) throw new Error(`${printable(file.path)}: ${(error as Error).message}`);
    }
  }
  return null;
}

function notesOn({ path, work, unknown }: Saved, version: string): string[] {
  return [
    ...(work.kit === version
      ? []
      : [`${path} was written for version ${printable(work.kit)} of the kit, not ${version}`]),
    ...(unknown.length === 0 ? [] : [`${path} holds exercises that are not graded here: ${listed(unknown)}`]),
  ];
}

const unreadable = ({ path, why }: { path: string; why: string }): string => `${printable(path)}: ${why}`;

/** Sentence on the names that were looked for, and the files that lay there. */
function nothingFound({ files, unreadable: closed }: Listing, exercises: readonly ExerciseFiles[]): string {
  const example = exercises[0]?.id ?? "NN-lesson/NAME";
  const looked = `no exercise was found. Looked for ${example}.ts and the others by name, in any folder`;
  const problems = closed.map(unreadable);
  const lay = files.length === 0 ? "nothing was there" : `there were: ${listed(files.map(({ path }) => path))}`;
  return [looked, ...(files.length === 0 && problems.length > 0 ? [] : [lay]), ...problems].join("; ");
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, filesNamed).map(printable).join(", ");
  return names.length > filesNamed ? `${shown} and ${names.length - filesNamed} more` : shown;
}

/** Hints that stand in a learner's .tidemark/progress.json; it is the learner's, so nothing in it is believed unseen. */
function progressHints({ files }: Listing): ReadWork["hints"] {
  const file = files.find(({ path, kind }) => kind === "file" && /(^|\/)\.tidemark\/progress\.json$/.test(path));
  if (file === undefined || file.size > largestSubmissionBytes) return null;
  try {
    const { exercises } = JSON.parse(new TextDecoder().decode(file.read())) as { exercises: Record<string, unknown> };
    return Object.fromEntries(Object.entries(exercises).map(([id, entry]) => [id, rungs(entry)]));
  } catch {
    return null;
  }
}

function rungs(entry: unknown): Record<string, number> {
  const hints = (entry as { hints?: unknown } | null)?.hints;
  if (typeof hints !== "object" || hints === null) return {};
  const known = Object.entries(hints).filter((one): one is [string, number] => Number.isSafeInteger(one[1]));
  return Object.fromEntries(known);
}
