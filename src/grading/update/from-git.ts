import { execFileSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../../core/usage-error.js";
import { courseExercises } from "../kit/exercise-files.js";
import { bringWork, type Work } from "./bring-work.js";
import type { Update } from "./from-folder.js";

/** A clone that was updated: besides its exercises, where everything stands as it was before. */
export interface GitUpdate extends Update {
  /** The folder with every file that the learner had changed; `null` where there was none. */
  readonly saved: string | null;
}

/**
 * Updates a clone to what its remote has. Every file that the learner has changed or added is copied first; then the
 * clone takes the new version, and each file that only the learner has changed is as the learner had it.
 *
 * @returns `null` when there is nothing new
 * @throws RangeError when the folder is no clone, or the remote's commits cannot be merged; then nothing has changed
 */
export async function updateFromGit(root: string): Promise<GitUpdate | null> {
  const upstream = upstreamOf(root);
  git(root, "fetch", "--quiet");
  const base = git(root, "merge-base", "HEAD", upstream).trim();
  if (git(root, "rev-parse", upstream).trim() === base) return null;
  const changed = changedFiles(root, base);
  const saved = save(root, changed);
  const works = worksOf(root, base, changed);
  const news = new Set(names(git(root, "diff", "--name-only", "-z", base, upstream)));
  merge(root, upstream);
  const stubOf = (id: string): string => show(root, upstream, `exercises/${id}.ts`) ?? "";
  const exercises = await bringWork(root, works, stubOf);
  const others = changed.filter((file) => !works.some(({ id }) => file === `exercises/${id}.ts`));
  // Only the learner changed these; of the rest the new version is there, and the learner's is saved.
  for (const file of others.filter((one) => !news.has(one))) bringBack(root, saved ?? "", file);
  const files = others.filter((file) => news.has(file)).map((file) => `${saved}/${file}`);
  return { exercises, files, saved };
}

const git = (root: string, ...args: string[]): string =>
  execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 64_000_000 });

const names = (output: string): string[] => output.split("\0").filter((name) => name !== "");

function upstreamOf(root: string): string {
  try {
    if (git(root, "rev-parse", "--show-prefix").trim() !== "") throw new Error("below a clone");
    return git(root, "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}").trim();
  } catch {
    throw new UsageError(
      "update: this folder is no git clone of a kit with a remote branch. Get the new kit as a folder of its own, and there: npx tidemark update FOLDER_OF_THIS_ONE",
    );
  }
}

/** Files that the learner changed since the remote and the learner parted, in commits or not, and files not in git. */
function changedFiles(root: string, base: string): string[] {
  const tracked = names(git(root, "diff", "--name-only", "-z", "--no-renames", base));
  const added = names(git(root, "ls-files", "-z", "--others", "--exclude-standard"));
  return [...new Set([...tracked, ...added])].sort();
}

/** Copies files into the first free folder .tidemark/before-update-N. */
function save(root: string, files: readonly string[]): string | null {
  const there = files.filter((file) => isThere(join(root, file)));
  if (there.length === 0) return null;
  const state = join(root, ".tidemark");
  const numbers = (existsSync(state) ? readdirSync(state) : []).map((name) =>
    Number(/^before-update-(\d+)$/.exec(name)?.[1] ?? 0),
  );
  const folder = `.tidemark/before-update-${Math.max(0, ...numbers) + 1}`;
  for (const file of there) copy(join(root, file), join(root, folder, file));
  return folder;
}

/** The exercises that the learner wrote into, each with the stub from before. */
function worksOf(root: string, base: string, changed: readonly string[]): Work[] {
  return courseExercises(root)
    .filter(({ id, stub }) => changed.includes(`exercises/${id}.ts`) && existsSync(stub))
    .map(({ id, stub }) => ({ id, yours: readFileSync(stub, "utf8"), before: show(root, base, `exercises/${id}.ts`) }));
}

function show(root: string, commit: string, path: string): string | null {
  try {
    return git(root, "show", `${commit}:${path}`);
  } catch {
    return null;
  }
}

/**
 * Takes the remote's commits; where both sides changed a line, the remote's. What was not committed stays findable as
 * refs/tidemark/before-update, and is back in the files when the merge fails.
 */
function merge(root: string, upstream: string): void {
  const identity = ["-c", "user.name=learner", "-c", "user.email=learner@localhost"];
  const head = git(root, "rev-parse", "HEAD").trim();
  const kept = git(root, ...identity, "stash", "create").trim();
  if (kept !== "") git(root, "update-ref", "refs/tidemark/before-update", kept);
  const added = names(git(root, "ls-files", "-z", "--others", "--exclude-standard"));
  const inTheWay = added.filter((file) => show(root, upstream, file) !== null);
  const texts = inTheWay.map((file) => [file, readFileSync(join(root, file))] as const);
  for (const [file] of texts) rmSync(join(root, file));
  git(root, "reset", "--quiet", "--hard", head);
  try {
    git(root, ...identity, "merge", "--quiet", "--no-edit", "-X", "theirs", upstream);
  } catch (error) {
    git(root, "reset", "--quiet", "--hard", head);
    if (kept !== "") git(root, "stash", "apply", "--quiet", kept);
    for (const [file, text] of texts) writeFileSync(join(root, file), text);
    throw new UsageError(
      `update: the new version could not be merged, and nothing has changed: ${(error as Error).message.split("\n")[0]}`,
    );
  }
}

/** A file that is not in git was never taken away, and is as it was. */
function bringBack(root: string, saved: string, file: string): void {
  const from = join(root, saved, file);
  if (!isThere(from)) rmSync(join(root, file), { force: true });
  else if (isInGit(root, file)) {
    rmSync(join(root, file), { force: true, recursive: true });
    copy(from, join(root, file));
  }
}

/** A link is copied as the link that it is, also one that leads nowhere. */
function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { verbatimSymlinks: true });
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

const isInGit = (root: string, file: string): boolean => git(root, "ls-files", "--", file).trim() !== "";
