import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../core/usage-error.js";
import type { ExerciseFiles } from "../kit/exercise-files.js";

/** Points of each exercise that passes. An optional one adds to them, but nobody misses any without it. */
export interface Points {
  of(exercise: Pick<ExerciseFiles, "id">): number;
}

interface PointsFile {
  readonly each?: number;
  readonly optional?: number;
  readonly exercises?: Readonly<Record<string, number>>;
}

const fields = ["each", "optional", "exercises"];

/**
 * The course's points, from exercises/points.json, and over them those of an instructor's file of the same shape:
 * `each` for an exercise that is not named, `optional` for one that a lesson is done without, `exercises` by id.
 *
 * @param override the path of the instructor's file; left out: the course's own points
 * @throws RangeError for an unknown exercise or field, and for what is no number of 0 or more
 */
export function readPoints(root: string, exercises: readonly ExerciseFiles[], override?: string): Points {
  const own = join(root, "exercises/points.json");
  const files = [...(existsSync(own) ? [own] : []), ...(override === undefined ? [] : [override])];
  const read = files.map((file) => readPointsFile(file, exercises));
  const table = Object.assign({}, ...read.map(({ exercises: named }) => named)) as Record<string, number>;
  const each = read.findLast((file) => file.each !== undefined)?.each ?? 1;
  const optional = read.findLast((file) => file.optional !== undefined)?.optional ?? each;
  const extra = new Set(exercises.filter((one) => one.optional).map(({ id }) => id));
  return {
    of: ({ id }) => table[id] ?? (extra.has(id) ? optional : each),
  };
}

function readPointsFile(path: string, exercises: readonly ExerciseFiles[]): PointsFile {
  if (!existsSync(path)) throw new UsageError(`${path} does not exist`);
  let found: PointsFile;
  try {
    found = JSON.parse(readFileSync(path, "utf8")) as PointsFile;
  } catch (error) {
    throw new UsageError(`${path}: expected points as JSON, got ${(error as Error).message}`);
  }
  if (typeof found !== "object" || found === null || Array.isArray(found)) {
    throw new UsageError(`${path}: expected an object, such as {"each": 10}`);
  }
  for (const field of Object.keys(found)) {
    if (!fields.includes(field))
      throw new UsageError(`${path}: "${field}" is no field; there are ${fields.join(", ")}`);
  }
  const known = new Set(exercises.map(({ id }) => id));
  for (const [id, points] of Object.entries(found.exercises ?? {})) {
    if (!known.has(id)) throw new UsageError(`${path}: there is no exercise "${id}"`);
    requirePoints(path, id, points);
  }
  if (found.each !== undefined) requirePoints(path, "each", found.each);
  if (found.optional !== undefined) requirePoints(path, "optional", found.optional);
  return found;
}

function requirePoints(path: string, name: string, points: unknown): void {
  if (typeof points === "number" && points >= 0 && Number.isFinite(points)) return;
  throw new UsageError(`${path}: expected a number of 0 or more for ${name}, got ${JSON.stringify(points)}`);
}
