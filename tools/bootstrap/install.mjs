import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EnvironmentError } from "./errors.mjs";
import { npmCommand } from "./npm.mjs";
import { runStep } from "./step.mjs";

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean,
 *   link?: boolean, os?: string[], cpu?: string[], libc?: string[],
 *   dependencies?: Record<string, string>, devDependencies?: Record<string, string> }} LockedPackage
 * @typedef {{ os: string, cpu: string, libc: string | null }} Platform
 */

/**
 * Whether node_modules holds what the lockfile says, for this platform. It compares the lockfile with the one that npm
 * leaves inside node_modules when an install is complete, so an interrupted install, a branch with other packages, and
 * a node_modules folder that was copied from another system are all seen.
 *
 * @param {string} folder where package.json and package-lock.json are
 * @param {Platform} [platform]
 * @returns {boolean}
 */
export function isInstalled(folder, platform = thisPlatform()) {
  const hidden = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const wanted = readPackages(join(folder, "package-lock.json"));
  const present = readPackages(hidden);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const sameList = (/** @type {object | undefined} */ a, /** @type {object | undefined} */ b) =>
    JSON.stringify(Object.entries(a ?? {}).sort()) === JSON.stringify(Object.entries(b ?? {}).sort());
  if (!sameList(manifest.dependencies, wanted[""]?.dependencies)) return false;
  if (!sameList(manifest.devDependencies, wanted[""]?.devDependencies)) return false;
  return Object.entries(wanted).every(([path, locked]) => {
    const found = present[path];
    if (path === "" || (!found && mayBeAbsent(locked, platform))) return true;
    return found !== undefined && found.version === locked.version && found.integrity === locked.integrity;
  });
}

/**
 * Installs exactly what the lockfile says; no package runs a script of its own.
 *
 * @param {string} folder where package.json and package-lock.json are
 * @param {string} what named in the progress line
 */
export async function install(folder, what) {
  const { command, args, shell } = npmCommand();
  const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const result = await runStep(`installing ${what} (npm ci)`, command, [...args, ...options], { cwd: folder, shell });
  if (result.code === 0) return;
  throw new EnvironmentError(
    `npm ci failed in ${folder} (exit code ${result.code}):\n${result.output.trim()}\n` +
      `Try: is the package registry reachable (npm ping)? If package.json was edited by hand, run npm install once.`,
  );
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

/**
 * Whether npm leaves the package out on this platform; what an optional package needs is marked optional too.
 *
 * @param {LockedPackage} locked
 * @param {Platform} platform
 */
function mayBeAbsent(locked, platform) {
  if (!locked.optional) return false;
  if (!locked.os && !locked.cpu) return true;
  const allows = (/** @type {string[] | undefined} */ list, /** @type {string | null} */ value) =>
    !list || (value !== null && list.includes(value));
  return !(allows(locked.os, platform.os) && allows(locked.cpu, platform.cpu) && allows(locked.libc, platform.libc));
}

/** @returns {Platform} */
function thisPlatform() {
  if (process.platform !== "linux") return { os: process.platform, cpu: process.arch, libc: null };
  const report = /** @type {any} */ (process.report);
  report.excludeNetwork = true; // without its network part the report takes no time
  // Only a Node that is linked to glibc names its version.
  return { os: "linux", cpu: process.arch, libc: report.getReport().header.glibcVersionRuntime ? "glibc" : "musl" };
}
