import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { utf8OrLatin1, zipEntries } from "./zip.js";

/** A file that a learner handed in, in a folder or in an archive. */
export interface SubmittedFile {
  /** From the learner's folder down, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Links are never followed: they lead to what is not the learner's. */
  readonly kind: "file" | "link" | "other";
  /** Its bytes. Throws an `Error` that says why when it cannot be read. */
  read(): Uint8Array;
}

/** Something that could not be looked into, and why. */
export interface Unreadable {
  readonly path: string;
  readonly why: string;
}

export interface Listing {
  readonly files: readonly SubmittedFile[];
  readonly unreadable: readonly Unreadable[];
}

/** More than any submission has: packages and builds are not looked into. */
const mostFiles = 20_000;
const deepest = 24;
const tooMany = `from here on nothing was looked at: there are more than ${mostFiles} files`;
/** An archive in memory. */
export const largestArchiveBytes = 100_000_000;

/** Folders of packages, histories and systems: large, and nobody's work. */
const never = new Set(["node_modules", ".git", ".venv", "__macosx", ".ipynb_checkpoints"]);

const isNever = (path: string): boolean => path.split("/").some((part) => never.has(part.toLowerCase()));

/**
 * The files below a folder, in the order of their paths. A folder that cannot be read is listed as such; names that are
 * no UTF-8 are shown as Latin-1.
 */
export function filesOfFolder(folder: string | Buffer): Listing {
  const files: SubmittedFile[] = [];
  const unreadable: Unreadable[] = [];
  const leaveOut = (path: string, why: string): void => void unreadable.push({ path: path || ".", why });
  const entriesOf = (at: Buffer, path: string): readonly Buffer[] => {
    try {
      return readdirSync(at, { encoding: "buffer" }).sort(Buffer.compare);
    } catch (error) {
      leaveOut(path, reason(error));
      return [];
    }
  };
  const walk = (at: Buffer, below: string, depth: number): void => {
    for (const name of entriesOf(at, below)) {
      if (files.length >= mostFiles) {
        if (unreadable.at(-1)?.why !== tooMany) leaveOut(below, tooMany);
        return;
      }
      const path = below === "" ? utf8OrLatin1(name) : `${below}/${utf8OrLatin1(name)}`;
      take(Buffer.concat([at, slash, name]), path, depth);
    }
  };
  const take = (full: Buffer, path: string, depth: number): void => {
    const stat = lstatSync(full, { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (!stat.isDirectory()) {
      const kind = stat.isFile() ? "file" : stat.isSymbolicLink() ? "link" : "other";
      files.push({ path, size: stat.size, kind, read: () => readFileSync(full) });
    } else if (depth === deepest) leaveOut(path, `lies more than ${deepest} folders deep`);
    else if (!isNever(path)) walk(full, path, depth + 1);
  };
  walk(typeof folder === "string" ? Buffer.from(folder) : folder, "", 0);
  return { files, unreadable };
}

const slash = Buffer.from("/");

/**
 * The files of an archive. A path that leaves the archive is listed as unreadable: nothing would be written there, but
 * nobody hands in such a thing by mistake.
 *
 * @throws RangeError when it is no archive that can be read
 */
export function filesOfArchive(archive: Uint8Array): Listing {
  const files: SubmittedFile[] = [];
  const unreadable: Unreadable[] = [];
  for (const { path, size, isLink, read } of zipEntries(archive)) {
    if (/^\/|^[a-z]:|(^|\/)\.\.(\/|$)/i.test(path)) unreadable.push({ path, why: "leads out of its archive" });
    else if (!isNever(path)) files.push({ path, size, kind: isLink ? "link" : "file", read });
  }
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), unreadable };
}

const otherArchive = "an archive of a kind that is not read. Unpack it, or ask for a zip";

/** The same listing with the archives in it opened, one level deep: what arrives by mail is often packed twice. */
export function withArchivesOpened({ files, unreadable }: Listing): Listing {
  const opened = { files: [...files], unreadable: [...unreadable] };
  for (const file of files) {
    if (/\.(rar|7z|tar|t?gz|bz2|xz)$/i.test(file.path)) opened.unreadable.push({ path: file.path, why: otherArchive });
    if (file.kind !== "file" || !/\.zip$/i.test(file.path)) continue;
    const inner = openArchive(file);
    opened.files.push(...inner.files.map((one) => ({ ...one, path: `${file.path}/${one.path}` })));
    opened.unreadable.push(...inner.unreadable);
  }
  return opened;
}

/** The files of an archive among others; one that cannot be read is listed as such. */
export function openArchive(file: SubmittedFile): Listing {
  if (file.size > largestArchiveBytes) {
    return { files: [], unreadable: [{ path: file.path, why: `larger than ${largestArchiveBytes / 1e6} MB` }] };
  }
  try {
    const { files, unreadable } = filesOfArchive(file.read());
    return { files, unreadable: unreadable.map((one) => ({ ...one, path: `${file.path}/${one.path}` })) };
  } catch (error) {
    return { files: [], unreadable: [{ path: file.path, why: reason(error) }] };
  }
}

/** An error of the file system as a few words; its message would show whole paths. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM") return "must not be read (its permissions)";
  if (code === "ENOENT") return "is gone";
  return code === undefined ? (message ?? String(error)) : `cannot be read (${code})`;
}
