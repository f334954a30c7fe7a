/** `npm test exercises …` ends here. Exit codes: 0 all passed, 1 something has not, 2 wrong use. */
import { watch } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type ExerciseFiles, exerciseFiles } from "./exerciseFiles.js";
import { gradeCourse } from "./gradeCourse.js";
import type { Graded } from "./gradeExercise.js";
import { compiledGraders } from "./graders.js";
import { paint, wantsColor } from "./paint.js";
import { recordGrades } from "./progress.js";
import { reportText } from "./report.js";
import { selectExercises } from "./select.js";
import { readSources } from "./stage.js";

const help = `npm test exercises                          grade all exercises
npm test exercises 04                       one lesson's
npm test exercises 04/advanceWatermark      one
   --watch           grade again on each save
   --replay CODE     run one counterexample again (after --, or with one exercise named)
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

class WrongUse extends Error {}

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
    throw new WrongUse((error as Error).message);
  }
}

const root = fileURLToPath(new URL("../..", import.meta.url));

async function grade(exercises: readonly ExerciseFiles[], options: Options): Promise<Graded[]> {
  const graderOf = await compiledGraders(root);
  const replay = options.replay === null ? {} : { replay: options.replay };
  const graded = await gradeCourse(root, exercises, readSources(join(root, "exercises")), graderOf, replay);
  if (options.replay === null) recordGrades(root, graded);
  return graded;
}

function print(graded: readonly Graded[], options: Options): void {
  if (options.json) process.stdout.write(`${JSON.stringify({ exercises: graded }, null, 2)}\n`);
  else process.stdout.write(reportText(graded, paint(wantsColor(process.stdout, process.env))));
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(help);
    return 0;
  }
  const options = readOptions(args);
  const chosen = choose(options);
  if (options.watch) await watchAndGrade(chosen, options);
  const graded = await grade(chosen, options);
  print(graded, options);
  return graded.every(({ verdict }) => verdict === "passed") ? 0 : 1;
}

function choose({ words, replay }: Options): ExerciseFiles[] {
  try {
    const chosen = selectExercises(exerciseFiles(root), words);
    if (replay !== null && chosen.length !== 1) {
      throw new WrongUse(
        "--replay runs one case of one exercise: name it, as in npm test exercises 04/advanceWatermark -- --replay CODE",
      );
    }
    return chosen;
  } catch (error) {
    throw error instanceof RangeError ? new WrongUse(error.message) : error;
  }
}

/** Grades at every change below exercises/, until it is interrupted. */
async function watchAndGrade(chosen: readonly ExerciseFiles[], options: Options): Promise<never> {
  let changed = (): void => undefined;
  watch(join(root, "exercises"), { recursive: true }, () => changed());
  for (;;) {
    const change = new Promise<void>((resolve) => {
      changed = resolve;
    });
    if (process.stdout.isTTY) process.stdout.write("\u001b[2J\u001b[3J\u001b[H");
    print(await grade(chosen, options), options);
    if (!options.json) process.stdout.write("watching exercises/; Ctrl-C ends\n");
    await change;
    // An editor writes a file in several steps.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const wrongUse = error instanceof WrongUse || error instanceof RangeError;
    process.stderr.write(wrongUse ? `npm test exercises: ${error.message}\n\n${help}` : `${(error as Error).stack}\n`);
    process.exitCode = wrongUse ? 2 : 3;
  },
);
