import type { Log } from "../../log/index.js";
import { type ChildHost, childHost, defaultLimits, type Limits } from "../host/child-host.js";
import type { CompilerMessage } from "../host/compiler.js";
import { Stopped } from "../host/host.js";
import type { Stage } from "../host/stage.js";
import type { AnyGrader } from "../judge/grader.js";
import { type JudgeOptions, judge } from "../judge/judge.js";
import { type Failure, generalSays, type Outcome, shownFailure } from "../judge/outcome.js";
import { printableLines } from "../judge/printable.js";

export interface GradeOptions extends Omit<JudgeOptions, "kafka"> {
  /** A real broker for the integration checks. */
  readonly log?: Log;
  readonly limits?: Limits;
}

export interface Graded extends Outcome {
  readonly id: string;
  /** What the code printed: in the case that is shown, or while it was judged. */
  readonly printed: string;
}

/** A smaller case that hangs is looked for with this fraction of the time. */
const briefly = 8;

/** Grades one exercise in a process of its own. Never rejects because of what a learner's code does. */
export async function gradeExercise(
  id: string,
  grader: AnyGrader,
  stage: Stage,
  options: GradeOptions = {},
): Promise<Graded> {
  const messages = stage.messages(id);
  if (messages.length > 0) return { id, ...doesNotCompile(messages), printed: "" };
  let host: ChildHost | null = null;
  try {
    const limits = options.limits ?? defaultLimits;
    const start = (timeoutMs: number): Promise<ChildHost> =>
      childHost(stage, stage.module(id), { ...limits, timeoutMs, loadingMs: limits.timeoutMs });
    const restart = (brief: boolean): Promise<ChildHost> =>
      start(brief ? limits.timeoutMs / briefly : limits.timeoutMs);
    host = await start(limits.timeoutMs);
    const missing = missingExports(grader, host.exports);
    if (missing !== null) return { id, ...broken(missing), printed: printableLines(host.printed()) };
    const outcome = await judge(grader, host, { ...onBroker(id, options), restart });
    return { id, ...outcome, printed: printableLines(outcome.printed ?? host.printed()) };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { id, ...didNotLoad(error), printed: "" };
  } finally {
    await host?.close();
  }
}

/** Every run has topics of its own: two people may grade on one broker at once. */
function onBroker(id: string, { log, ...options }: GradeOptions): JudgeOptions {
  if (log === undefined) return options;
  const prefix = `grading-${id.replaceAll("/", "-")}-${process.pid}-${log.clock.now()}`;
  return { ...options, kafka: { log, prefix } };
}

const failure = (property: keyof typeof generalSays, got: string): Failure =>
  shownFailure({
    property,
    says: generalSays[property],
    anomaly: null,
    timeline: [],
    expected: null,
    got,
    note: null,
    replay: null,
  });

const broken = (got: string): Outcome => ({ verdict: "broken", failure: failure("compiles", got), properties: [] });

function doesNotCompile(messages: readonly CompilerMessage[]): Outcome {
  const lines = messages.slice(0, 5).map(({ file, line, column, text }) => `${file}:${line}:${column} ${text}`);
  if (messages.length > lines.length) lines.push(`and ${messages.length - lines.length} more`);
  return broken(lines.join("\n"));
}

function missingExports(grader: AnyGrader, exports: Readonly<Record<string, string>>): string | null {
  for (const [name, kind] of Object.entries(grader.exports)) {
    const found = exports[name];
    if (kind === "function" && found !== "function") {
      return `expected an exported function ${name}, got ${found === undefined ? "no such export" : `a ${found}`}`;
    }
    if (found === undefined) return `expected an exported value ${name}, got no such export`;
  }
  return null;
}

function didNotLoad(stopped: Stopped): Outcome {
  if (stopped.kind === "broken") {
    return broken(stopped.reason);
  }
  const property = stopped.kind === "hung" ? "returns" : "survives";
  const anomaly = stopped.kind === "hung" ? "never-returns" : null;
  return { verdict: stopped.kind, failure: { ...failure(property, stopped.reason), anomaly }, properties: [] };
}
