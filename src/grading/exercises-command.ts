import { join } from "node:path";
import { parseArgs } from "node:util";
import { wrap } from "../charts/wrap.js";
import { UsageError } from "../core/usage-error.js";
import type { Log } from "../log/index.js";
import { gradeCourse } from "./grade/grade-course.js";
import type { Graded } from "./grade/grade-exercise.js";
import { readSources } from "./host/stage.js";
import { type ExerciseFiles, exerciseFiles } from "./kit/exercise-files.js";
import type { GraderOf } from "./kit/graders.js";
import { recordGrades } from "./kit/progress.js";
import { selectExercises } from "./kit/select.js";
import { paint } from "./report/paint.js";
import { reportText, shortId } from "./report/report.js";
import { changeFrom, stateOfFiles } from "./watch-files.js";

const help = `npm test exercises                          grade all exercises
npm test exercises 04                       one lesson's
npm test exercises 04/advanceWatermark      one
   --watch           grade again on each save
   --replay CODE     run one counterexample again: name its exercise too
   --json            the result as JSON
   --kafka           insist on the real broker
`;

interface Options {
  readonly words: readonly string[];
  readonly watch: boolean;
  readonly json: boolean;
  readonly kafka: boolean;
  readonly replay: string | null;
}

function readOptions(args: readonly string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        watch: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        kafka: { type: "boolean", default: false },
        replay: { type: "string" },
      },
    });
    return { ...values, words: positionals, replay: values.replay ?? null };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

const width = 80;

/** Where the command writes to, and how. */
export interface Screen {
  out(text: string): void;
  err(text: string): void;
  readonly color: boolean;
  /** Whether `--watch` clears it before each report. */
  readonly clears: boolean;
  /** Columns, where it is a terminal: asked for each report, since a terminal's size changes. */
  columns?(): number | undefined;
}

interface Run {
  readonly graded: readonly Graded[];
  /** The real broker that it used. */
  readonly broker: string | null;
}

async function grade(kit: Kit, exercises: readonly ExerciseFiles[], options: Options): Promise<Run> {
  const { root } = kit;
  const graderOf = await kit.graders(root);
  const replay = options.replay === null ? {} : { replay: options.replay };
  const log = options.kafka ? await kit.broker() : null;
  try {
    const sources = readSources(join(root, "exercises"));
    const graded = await gradeCourse(root, exercises, sources, graderOf, {
      ...replay,
      ...(log === null ? {} : { log }),
    });
    if (options.replay === null) recordGrades(root, graded, sources);
    return { graded, broker: log?.name ?? null };
  } finally {
    await log?.close();
  }
}

function print({ graded, broker }: Run, options: Options, screen: Screen): void {
  if (options.json) screen.out(`${JSON.stringify({ broker, exercises: graded }, null, 2)}\n`);
  else screen.out(reportText(graded, paint(screen.color), broker, widthOf(screen)));
}

/** A report is legible between these widths. */
const [narrowest, widest] = [60, 160];

const widthOf = (screen: Screen): number => Math.min(widest, Math.max(narrowest, screen.columns?.() ?? width));

/** The kit that is graded, and a way to its graders. */
export interface Kit {
  readonly root: string;
  graders(root: string): Promise<GraderOf>;
  /** A real broker for `--kafka`. Throws an `Error` that says how to get one when there is none. */
  broker(): Promise<Log>;
}

/**
 * Grades what the words and flags after `npm test exercises` ask for.
 *
 * @returns the exit code: 0 all passed, 1 something has not, 2 wrong use
 */
export async function exercisesCommand(args: readonly string[], kit: Kit, screen: Screen): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    screen.out(help);
    return 0;
  }
  try {
    const options = readOptions(args);
    const chosen = choose(kit, options, screen);
    if (options.watch) await watchAndGrade(kit, chosen, options, screen);
    const run = await grade(kit, chosen, options);
    print(run, options, screen);
    return run.graded.every(({ verdict }) => verdict === "passed") ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    screen.err(`${wrap(`npm test exercises: ${error.message}`, width).join("\n")}\n\n${help}`);
    return 2;
  }
}

function choose({ root }: Kit, { words, replay }: Options, screen: Screen): ExerciseFiles[] {
  const all = exerciseFiles(root);
  const chosen = selectExercises(all, words);
  const lessons = new Set(chosen.map(({ lesson }) => lesson));
  const drafts = all.filter((one) => one.draft && !chosen.includes(one) && lessons.has(one.lesson));
  if (drafts.length > 0) {
    const names = drafts.map(({ id }) => shortId(id)).join(", ");
    screen.err(`${wrap(`skipped, not written yet: ${names}`, width).join("\n")}\n`);
  }
  if (replay !== null && chosen.length !== 1) {
    const example = "npm test exercises 04/advanceWatermark -- --replay CODE";
    throw new UsageError(`--replay runs one case of one exercise: name it, as in ${example}`);
  }
  return chosen;
}

/** Grades after every save below exercises/, until it is interrupted; nothing else ends it. */
async function watchAndGrade(
  kit: Kit,
  chosen: readonly ExerciseFiles[],
  options: Options,
  screen: Screen,
): Promise<never> {
  const folder = join(kit.root, "exercises");
  for (;;) {
    const state = stateOfFiles(folder);
    const run = await grade(kit, chosen, options).catch((error: unknown) => error as Error);
    if (screen.clears) screen.out("\u001b[2J\u001b[3J\u001b[H");
    if (run instanceof Error) screen.err(`${run.stack ?? run.message}\n`);
    else print(run, options, screen);
    if (!options.json) screen.out("watching exercises/; Ctrl-C ends\n");
    await changeFrom(folder, state);
  }
}
