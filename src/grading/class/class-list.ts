import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { UsageError } from "../../core/usage-error.js";
import { printable } from "../judge/printable.js";
import type { ExerciseFiles } from "../kit/exercise-files.js";
import { findExercises } from "./find-exercises.js";
import { canvasFile, type Identity, identityOf, uniquelyNamed, withoutEnding } from "./learner-names.js";
import { filesOfFolder, type Listing, openArchive, reason, type SubmittedFile } from "./submitted-files.js";
import { utf8OrLatin1 } from "./zip.js";

/** Somebody whose work is to be graded. */
export interface Learner {
  /** As it is shown: the folder's or the archive's name, or the one in the site's submission file. Unique in its class. */
  readonly name: string;
  /** Number of this person in a learning system, if the name of the download has it. */
  readonly canvasId: string | null;
  readonly moodleId: string | null;
  /** Lists the files handed in. Throws an `Error` that says why when nothing of it can be read. */
  list(): Listing;
  /** The roster has this person, and nothing came. */
  readonly isAbsent?: true;
}

export interface ClassList {
  readonly learners: readonly Learner[];
  /** Files beside the learners that are nobody's work. */
  readonly aside: readonly string[];
}

interface Entry {
  readonly name: string;
  readonly kind: "folder" | "file" | "link" | "other";
  list(): Listing;
}

/**
 * Lists the learners who handed something in, in the order of their names. Everything in the folder is somebody's, or listed as left aside:
 * - a folder, a zip archive, or the site's submission file is a learner;
 * - files of one learner that Canvas prefixed (`silvaana_4321_98765_NAME`) belong together;
 * - a folder or archive that holds exercises itself is one learner, not a class;
 * - a link, another kind of archive, or a lone file is a learner too, whose row says why nothing was graded.
 *
 * @param place a folder of submissions, an archive of them, or one learner's folder, archive or submission file
 * @throws RangeError when there is no such place
 */
export function classList(place: string, exercises: readonly ExerciseFiles[]): ClassList {
  const full = resolve(place);
  const stat = lstatSync(full, { throwIfNoEntry: false });
  if (stat === undefined) throw new UsageError(`grade: ${printable(place)} does not exist`);
  const named = basename(full);
  if (stat.isFile() && !isArchive(named)) {
    const file = only(fileAt(full, named));
    const entry: Entry = { name: named, kind: "file", list: () => file };
    return alone(nameInSubmissionFile(entry) ?? named, entry.list);
  }
  const listing = stat.isFile() ? openArchive(fileAt(full, named)) : null;
  if (listing !== null && listing.files.length === 0) return alone(named, () => listing);
  const entries = listing === null ? entriesOfFolder(full) : entriesOfListing(listing);
  return isOneLearner(entries, exercises) ? alone(named, () => listing ?? filesOfFolder(full)) : learnersAmong(entries);
}

const isArchive = (name: string): boolean => /\.zip$/i.test(name);
const isSubmissionFile = (name: string): boolean => /\.json$/i.test(name);

function alone(name: string, list: () => Listing): ClassList {
  return { learners: [{ ...identityOf(withoutEnding(name)), list }], aside: [] };
}

const only = (file: SubmittedFile): Listing => ({ files: [file], unreadable: [] });

function fileAt(path: string, name: string): SubmittedFile {
  return { path: name, size: lstatSync(path).size, kind: "file", read: () => readFileSync(path) };
}

/** It holds exercises where a learner's folder has them, or has a course's lessons as its folders. */
function isOneLearner(entries: readonly Entry[], exercises: readonly ExerciseFiles[]): boolean {
  const lessons = new Set(exercises.map(({ lesson }) => lesson.slice(0, 3)));
  const own = entries.filter(({ name }) => !name.startsWith("."));
  if (own.some(({ name }) => name.toLowerCase() === "exercises")) return true;
  const files = own.filter(({ kind }) => kind === "file").flatMap((entry) => entry.list().files);
  if (findExercises(files, exercises).sources.size > 0) return true;
  return own.some(({ name, kind }) => kind === "folder" && lessons.has(name.slice(0, 3)));
}

function entriesOfFolder(folder: string): Entry[] {
  let names: Buffer[];
  try {
    names = readdirSync(Buffer.from(folder), { encoding: "buffer" });
  } catch (error) {
    throw new UsageError(`grade: ${printable(folder)} ${reason(error)}`);
  }
  return names.sort(Buffer.compare).map((bytes) => entryOf(folder, bytes));
}

function entryOf(folder: string, bytes: Buffer): Entry {
  const name = utf8OrLatin1(bytes);
  const full = Buffer.concat([Buffer.from(join(folder, "/")), bytes]);
  const stat = lstatSync(full, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) return { name, kind: "folder", list: () => filesOfFolder(full) };
  const kind = stat?.isFile() === true ? "file" : stat?.isSymbolicLink() === true ? "link" : "other";
  return {
    name,
    kind,
    list: () => only({ path: name, size: stat?.size ?? 0, kind, read: () => readFileSync(full) }),
  };
}

/** The first level of an archive, as a folder would have it. */
function entriesOfListing({ files, unreadable }: Listing): Entry[] {
  const byName = new Map<string, SubmittedFile[]>();
  for (const file of files) {
    const name = file.path.split("/")[0] ?? file.path;
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  return [...byName].map(([name, own]) => {
    const isFolder = own.some(({ path }) => path !== name);
    const below = own.map((file) => ({ ...file, path: isFolder ? file.path.slice(name.length + 1) : name }));
    return { name, kind: isFolder ? "folder" : "file", list: () => ({ files: below, unreadable }) };
  });
}

/** Leftovers of systems, and tables that teachers keep beside submissions. */
const leftover = /^(\.(ds_store|git.*|gradebook)|thumbs\.db|desktop\.ini|__macosx)$/i;
const nobodys = /^(\.|thumbs\.db$|desktop\.ini$|__macosx$|node_modules$)|\.(csv|tsv|xlsx?|ods)$/i;

function learnersAmong(entries: readonly Entry[]): ClassList {
  const aside = entries
    .filter(({ name }) => nobodys.test(name) && !leftover.test(name))
    .map(({ name }) => printable(name));
  const groups = new Map<string, { entries: Entry[]; identity: Identity }>();
  for (const entry of entries.filter(({ name }) => !nobodys.test(name))) {
    const prefixed = entry.kind === "file" ? canvasFile(entry.name) : null;
    const identity = prefixed?.identity ?? identityOf(entry.name);
    const key = prefixed === null ? `/${entry.name}` : (identity.canvasId ?? "");
    const group = groups.get(key) ?? { entries: [], identity };
    const named = prefixed === null ? entry : renamed(entry, prefixed.name);
    groups.set(key, { ...group, entries: [...group.entries, named] });
  }
  const learners = [...groups.values()].map(({ entries: own, identity }) => learnerOf(own, identity));
  return { learners: uniquelyNamed(learners).sort((a, b) => (a.name < b.name ? -1 : 1)), aside };
}

function learnerOf(entries: readonly Entry[], identity: Identity): Learner {
  const [first, ...others] = entries as [Entry, ...Entry[]];
  const name = first.kind === "file" ? nameInSubmissionFile(first) : null;
  const shown = name ?? withoutEnding(identity.name);
  if (others.length === 0) return { ...identity, name: shown, list: () => listingOf(first) };
  return {
    ...identity,
    name: shown,
    list: () => {
      const all = entries.map(listingOf);
      return { files: all.flatMap(({ files }) => files), unreadable: all.flatMap(({ unreadable }) => unreadable) };
    },
  };
}

/** An archive is opened here, so that it is read where a failure is one learner's. */
function listingOf(entry: Entry): Listing {
  if (entry.kind === "link") throw new Error("is a link, and links are not followed");
  if (entry.kind === "other") throw new Error("is neither a folder nor a file");
  const listing = entry.list();
  const [file] = listing.files;
  return entry.kind === "file" && file !== undefined && isArchive(entry.name) ? openArchive(file) : listing;
}

const renamed = (entry: Entry, name: string): Entry => ({
  ...entry,
  name,
  list: () => {
    const { files, unreadable } = entry.list();
    return { files: files.map((file) => ({ ...file, path: name })), unreadable };
  },
});

/** The learner's name in the site's submission file; `null` where it is another file. */
function nameInSubmissionFile(entry: Entry): string | null {
  if (!isSubmissionFile(entry.name)) return null;
  try {
    const [file] = entry.list().files;
    const found = JSON.parse(new TextDecoder().decode(file?.read())) as { learner?: unknown };
    return typeof found.learner === "string" && found.learner.trim() !== "" ? printable(found.learner.trim()) : null;
  } catch {
    return null; // the learner's row says what is wrong with it
  }
}
