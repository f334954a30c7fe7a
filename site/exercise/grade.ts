import { Stopped } from "../../src/grading/host/host.js";
import type { AnyGrader } from "../../src/grading/judge/grader.js";
import { judge } from "../../src/grading/judge/judge.js";
import { type Failure, generalSays, type Outcome } from "../../src/grading/judge/outcome.js";
import type { Load } from "./worker.js";
import { type WorkerHost, workerHost } from "./worker-host.js";

/** A verdict with what the code printed. */
export interface Graded extends Outcome {
  readonly id: string;
  readonly printed: string;
}

const callMs = 2_000;
/** A smaller case that hangs is looked for with less time. */
const briefMs = callMs / 8;

/**
 * Grades one exercise with the kit's own judge. It never rejects because of what the code does.
 *
 * @param script the worker's own, as text
 * @param replay judges one case only
 */
export async function grade(grader: AnyGrader, load: Load, script: string, replay?: string): Promise<Graded> {
  const { id } = load;
  let host: WorkerHost | null = null;
  try {
    host = await workerHost(load, script, callMs);
    const missing = missingExport(grader, host.exports);
    if (missing !== null) return { id, ...broken(missing), printed: host.printed() };
    const restart = (brief: boolean): Promise<WorkerHost> => workerHost(load, script, brief ? briefMs : callMs);
    const outcome = await judge(grader, host, { restart, ...(replay === undefined ? {} : { replay }) });
    return { id, ...outcome, printed: host.printed() };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { id, ...didNotLoad(error), printed: "" };
  } finally {
    await host?.close();
  }
}

const failure = (property: keyof typeof generalSays, got: string): Failure => ({
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

function missingExport(grader: AnyGrader, exports: Readonly<Record<string, string>>): string | null {
  for (const [name, kind] of Object.entries(grader.exports)) {
    const found = exports[name];
    if (kind === "function" ? found === "function" : found !== undefined) continue;
    return `expected an exported ${kind} ${name}, got ${found === undefined ? "no such export" : `a ${found}`}`;
  }
  return null;
}

function didNotLoad(stopped: Stopped): Outcome {
  if (stopped.kind === "broken") return broken(stopped.reason);
  const property = stopped.kind === "hung" ? "returns" : "survives";
  const anomaly = stopped.kind === "hung" ? "never-returns" : null;
  return { verdict: stopped.kind, failure: { ...failure(property, stopped.reason), anomaly }, properties: [] };
}
