import { UsageError } from "../../core/usage-error.js";

/**
 * One learner's work in one file: what the course's site saves, and what `npx tidemark grade` reads. It is JSON in
 * UTF-8 and holds texts only. Knows no Node, so that a page in a browser writes it with this same code.
 */
export interface SubmissionFile {
  readonly format: typeof submissionFormat;
  /** The version of this format; a reader refuses a later one. */
  readonly version: typeof submissionVersion;
  /** The name that the learner gave. It is shown, never used as a path. */
  readonly learner: string;
  /** The version of the kit that the texts were written for, from its package.json. */
  readonly kit: string;
  /** The text of each exercise by its id, such as `04-watermarks/advanceWatermark`. One that was not started is left out. */
  readonly exercises: Readonly<Record<string, string>>;
  /** Hints taken, by id and then by property ("general" for the exercise as a whole): how many rungs were shown. */
  readonly hints?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export const submissionFormat = "tidemark-submission";
export const submissionVersion = 1;

/** A learner's work, without the file's own marks. */
export type Work = Omit<SubmissionFile, "format" | "version">;

/**
 * The text of a submission file. Equal work gives equal bytes: exercises are in the order of their ids.
 */
export function submissionText({ learner, kit, exercises, hints }: Work): string {
  const file: SubmissionFile = {
    format: submissionFormat,
    version: submissionVersion,
    learner,
    kit,
    exercises: sorted(exercises),
    ...(hints === undefined ? {} : { hints: sorted(hints) }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Reads a submission file. Unknown fields are left aside.
 *
 * @throws RangeError that says what was expected and what was found, for anything else than such a file
 */
export function readSubmissionText(text: string): Work {
  const found = parsed(text);
  if (found.format !== submissionFormat) throw wrong(`"format": "${submissionFormat}"`, found.format);
  if (found.version !== submissionVersion) throw wrong(`"version": ${submissionVersion}`, found.version);
  const { learner, kit, exercises } = found;
  if (typeof learner !== "string") throw wrong('"learner", a text', learner);
  if (typeof kit !== "string") throw wrong('"kit", a text', kit);
  if (!isTable(exercises)) throw wrong('"exercises", an object of texts', exercises);
  const texts = Object.entries(exercises);
  for (const [id, text] of texts) if (typeof text !== "string") throw wrong(`a text for ${JSON.stringify(id)}`, text);
  return { learner, kit, exercises: Object.fromEntries(texts) as Record<string, string>, hints: hintsIn(found.hints) };
}

/** Hints are counted, not graded: an odd entry is left aside. */
function hintsIn(found: unknown): Record<string, Record<string, number>> {
  if (!isTable(found)) return {};
  const entries = Object.entries(found).map(([id, ladders]) => [id, isTable(ladders) ? counts(ladders) : {}] as const);
  return Object.fromEntries(entries);
}

const counts = (ladders: Readonly<Record<string, unknown>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(ladders).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1])),
  );

function parsed(text: string): Readonly<Record<string, unknown>> {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new UsageError("expected a submission file of the course's site, got text that is not JSON");
  }
  if (!isTable(found)) throw wrong("an object", found);
  return found;
}

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function wrong(expected: string, got: unknown): UsageError {
  const shown = got === undefined ? "nothing" : JSON.stringify(got).slice(0, 60);
  return new UsageError(`expected a submission file of the course's site with ${expected}, got ${shown}`);
}

const sorted = <Value>(table: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
