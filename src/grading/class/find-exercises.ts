import { printable } from "../judge/printable.js";
import type { ExerciseFiles } from "../kit/exercise-files.js";
import { reason, type SubmittedFile } from "./submitted-files.js";
import { textOf } from "./text-of.js";

/** A text larger than this is no exercise. */
export const largestBytes = 200_000;

/** The exercises of a learner that were found among the files handed in. */
export interface FoundExercises {
  /** Texts by exercise id. */
  readonly sources: ReadonlyMap<string, string>;
  /** Exercises that are not graded although there is something, and why. */
  readonly refused: ReadonlyMap<string, string>;
  /** Sentences on what was found elsewhere than expected, read otherwise than as UTF-8, or left out. */
  readonly notes: readonly string[];
}

type Exercise = Pick<ExerciseFiles, "id" | "lesson" | "name">;

/** Folders of a kit in which files may have an exercise's name: `src/worker/checkpoint.ts`. */
const rooms = ["src", "tools", "site", "examples", "bench"];

/** Folders of whole kits that were handed in: the part of a path before `exercises/`, "" for the top. */
const kitsIn = (files: readonly SubmittedFile[]): ReadonlySet<string> =>
  new Set(files.flatMap(({ path }) => /^(.*\/)?(?=exercises\/)/.exec(path)?.[0] ?? []));

const isOfKit = (path: string, kits: ReadonlySet<string>): boolean =>
  [...kits].some((kit) => rooms.some((room) => path.startsWith(`${kit}${room}/`)));

interface Candidate {
  readonly file: SubmittedFile;
  /** Order of sureness: 0 is the place where the exercise belongs. */
  readonly rank: number;
}

interface ReadCandidate extends Candidate {
  readonly text: string;
  readonly as: string | null;
}

/** Copies of the kit's own parts lie here under the exercises' names: graders, solutions, stubs, backups. */
const aside = new Set(["test", "solutions", ".stubs", ".tidemark", "dist", ".gradebook"]);

/**
 * Finds exercises by what is certain: the file's name, and the lesson's number where a folder names it. So it finds them
 * one folder too deep, without their folders, in other cases, and as the copies that browsers and mail programs make
 * (`partitionFor (1).ts`, `partitionFor.ts.txt`). Where two different texts are equally likely, neither is taken.
 *
 * @param stubs the kit's stubs by id: an untouched stub beside a text that was worked on is left aside
 */
export function findExercises(
  files: readonly SubmittedFile[],
  exercises: readonly Exercise[],
  stubs: ReadonlyMap<string, string> = new Map(),
): FoundExercises {
  const sources = new Map<string, string>();
  const refused = new Map<string, string>();
  const notes: string[] = [];
  const places = new Set<string>();
  const kits = kitsIn(files);
  const texts = files.filter(({ path }) => /\.ts(\.txt)?$/i.test(path) && !isOfKit(path, kits));
  for (const exercise of exercises) {
    const candidates = candidatesFor(exercise, texts, exercises);
    const failures: string[] = [];
    const readable = candidates.flatMap((candidate) => {
      const read = readCandidate(candidate);
      if (typeof read !== "string") return [read];
      failures.push(`${printable(candidate.file.path)} ${read}`);
      return [];
    });
    const chosen = choose(readable, stubs.get(exercise.id));
    if (chosen === null) {
      if (failures.length > 0) refused.set(exercise.id, failures.join("; "));
    } else if (typeof chosen === "string") refused.set(exercise.id, chosen);
    else {
      sources.set(exercise.id, chosen.text);
      places.add(placeOf(exercise, chosen));
      notes.push(...notesOn(chosen, readable, stubs.get(exercise.id)), ...failures);
    }
  }
  places.delete("");
  return { sources, refused, notes: [...[...places].map((place) => `found ${place}`), ...notes] };
}

function candidatesFor(exercise: Exercise, files: readonly SubmittedFile[], all: readonly Exercise[]): Candidate[] {
  return files
    .map((file) => ({ file, rank: rankOf(file.path, exercise, all) }))
    .filter((candidate): candidate is Candidate => candidate.rank !== null)
    .sort((a, b) => a.rank - b.rank);
}

/** `null`: it is another file. */
function rankOf(path: string, { id, lesson, name }: Exercise, all: readonly Exercise[]): number | null {
  if (path === `exercises/${id}.ts`) return 0;
  if (path === `${id}.ts`) return 1;
  const parts = path.split("/");
  const file = parts.pop() ?? "";
  const copy = copyOf(file, name);
  if (copy === null || parts.some((part) => aside.has(part.toLowerCase()))) return null;
  const number = parts.map(lessonNumber).findLast((found) => found !== null) ?? null;
  if (number === lesson.slice(0, 2)) return 2 + copy;
  const namesakes = all.filter((one) => one.name.toLowerCase() === name.toLowerCase());
  return namesakes.length === 1 ? 4 + copy : null;
}

/** 0: the file's own name, in any case; 1: the name of a copy of it; `null`: another file. */
function copyOf(file: string, name: string): 0 | 1 | null {
  const lower = file.toLowerCase();
  if (lower === `${name.toLowerCase()}.ts`) return 0;
  if (!lower.startsWith(name.toLowerCase())) return null;
  return /^(( ?\(\d+\)| \d+|[ _-]+copy( ?\(?\d+\)?)?|-\d+|[ _-]+final)?\.ts(\.txt)?)$/.test(lower.slice(name.length))
    ? 1
    : null;
}

/** `01-two-clocks`, `01-Two-Clocks`, `01`, `lesson 1`: "01". */
function lessonNumber(folder: string): string | null {
  const match = /^(?:lesson[ _-]?)?(\d{1,2})(?:$|[ ._-])/i.exec(folder);
  return match === null ? null : (match[1] ?? "").padStart(2, "0");
}

/** The text, or why there is none. */
function readCandidate(candidate: Candidate): ReadCandidate | string {
  const { file } = candidate;
  if (file.kind === "link") return "is a link, and links are not followed";
  if (file.kind === "other") return "is no file";
  if (file.size > largestBytes) return `is larger than ${largestBytes / 1_000} kB`;
  try {
    const decoded = textOf(file.read());
    if (decoded === null) return "is not text";
    return { ...candidate, ...decoded };
  } catch (error) {
    return reason(error);
  }
}

/** The one that is surest; the reason why none can be taken; `null` where there is none. */
function choose(readable: readonly ReadCandidate[], stub: string | undefined): ReadCandidate | string | null {
  const worked = readable.filter(({ text }) => !isSame(text, stub));
  const [first, ...others] = worked.length > 0 ? worked : readable;
  if (first === undefined) return null;
  const rivals = others.filter(({ rank, text }) => rank === first.rank && !isSame(text, first.text));
  if (rivals.length === 0) return first;
  const paths = [first, ...rivals].map(({ file }) => printable(file.path));
  return `${paths.join(" and ")} differ, and nothing says which one counts`;
}

/** Editors change the ends of lines. */
const isSame = (text: string, other: string | undefined): boolean =>
  other !== undefined && plain(text) === plain(other);

const plain = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Place of a text in words; "" for the place where it belongs. A whole course one folder too deep is one place. */
function placeOf({ id }: Exercise, { rank, file }: ReadCandidate): string {
  if (rank <= 1) return "";
  const path = printable(file.path);
  return path.endsWith(`/${id}.ts`) ? `in ${path.slice(0, -`/${id}.ts`.length)}` : `${id} as ${path}`;
}

function notesOn(chosen: ReadCandidate, readable: readonly ReadCandidate[], stub: string | undefined): string[] {
  const others = readable.filter((one) => one !== chosen && !isSame(one.text, chosen.text) && !isSame(one.text, stub));
  return [
    ...(chosen.as === null ? [] : [`${printable(chosen.file.path)} was read as ${chosen.as}`]),
    ...others.map(({ file }) => `${printable(file.path)} differs from what was graded, and was left out`),
  ];
}
