import fc from "fast-check";
import type { Log } from "../log/index.js";
import {
  type Code,
  codeOf,
  describe,
  type Host,
  MutatedInput,
  NotStartedYet,
  type Recorded,
  Stopped,
  Threw,
} from "./code.js";
import type { AnyGrader, AnyProperty, Checked, Finding } from "./grader.js";
import { type Failure, generalSays, type Outcome } from "./outcome.js";
import { parseReplayCode, type ReplayCode, toReplayCode } from "./replay-code.js";
import type { Request } from "./sandbox/learner.js";
import { show, type Timeline } from "./timeline.js";

/** The seed of every graded run, so that a grade is the same today and tomorrow. */
export const gradingSeed = 7;
const defaultRuns = 150;
/** Attempts to make a counterexample smaller; by count and not by time, so that grades do not depend on the machine. */
const shrinkAttempts = 3_000;

/** A broker, and what the names of an exercise's topics and groups begin with there. */
export interface RealKafka {
  readonly log: Log;
  readonly prefix: string;
}

export interface JudgeOptions {
  readonly seed?: number;
  /** Judge this one case only. */
  readonly replay?: string;
  /** A real broker for the integration check; left out: the simulation only. */
  readonly kafka?: RealKafka;
  /** Leave out whole pipelines. */
  readonly withoutIntegration?: boolean;
  /** Leave out the properties after the first that fails. */
  readonly stopAtFirst?: boolean;
}

type Property = AnyProperty<Record<string, unknown>>;
type Trouble = Finding | Error;

const isFinding = (trouble: Trouble): trouble is Finding => !(trouble instanceof Error);

/**
 * Judges code against its grader: every property on cases from a fixed seed, the first one that fails on the smallest
 * case that still fails it. All cases are under way at once; how the host answers decides how fast that is.
 */
export async function judge(grader: AnyGrader, host: Host, options: JudgeOptions = {}): Promise<Outcome> {
  const judge = new Judge(grader, host, options.seed ?? gradingSeed, options.kafka ?? null);
  if (options.replay !== undefined) return await judge.replay(parseReplayCode(options.replay));
  return await judge.run(options);
}

class Judge {
  readonly host: Host;
  readonly #code: Code<Record<string, unknown>>;
  #answered = 0;
  #notStarted = 0;

  constructor(
    readonly grader: AnyGrader,
    host: Host,
    readonly seed: number,
    readonly kafka: RealKafka | null,
  ) {
    this.host = { ...host, ask: (request) => this.#ask(host, request) };
    this.#code = codeOf(this.host, grader.exports);
  }

  async #ask(host: Host, request: Request): Promise<unknown> {
    try {
      const result = await host.ask(request);
      if (!("value" in request)) this.#answered++;
      return result;
    } catch (error) {
      if (error instanceof NotStartedYet) this.#notStarted++;
      else if (!("value" in request)) this.#answered++;
      throw error;
    }
  }

  async run({ stopAtFirst = false, withoutIntegration = false }: JudgeOptions): Promise<Outcome> {
    const all = this.#properties();
    const tried = stopAtFirst
      ? await this.#tryUntilOneFails(all)
      : await Promise.all(all.map(async ([name, property]) => await this.#try(name, property)));
    const properties = all.slice(0, tried.length);
    const troubles = tried.map(({ troubles }) => troubles.find((trouble) => trouble !== undefined));
    const held = properties.map(([name, { says }], index) => ({ name, says, held: troubles[index] === undefined }));

    const stopped = troubles.find((trouble) => trouble instanceof Stopped);
    if (stopped !== undefined) return { ...stoppedOutcome(stopped), properties: held };
    if (this.#notStarted > 0 && this.#answered === 0) {
      return { verdict: "not-started", failure: null, properties: held };
    }
    const mutating = troubles.findIndex((trouble) => trouble instanceof MutatedInput);
    const first = mutating >= 0 ? mutating : troubles.findIndex((trouble) => trouble !== undefined);
    if (first < 0) {
      const passed: Outcome = { verdict: "passed", failure: null, properties: held };
      const unknown = this.#coverage(properties, tried, held);
      return unknown ?? (withoutIntegration ? passed : await this.#integrate(held));
    }
    const { troubles: ofFirst } = tried[first] as Tried;
    const index = ofFirst.findIndex((trouble) =>
      mutating >= 0 ? trouble instanceof MutatedInput : trouble !== undefined && !(trouble instanceof NotStartedYet),
    );
    const [name, property] = properties[first] as readonly [string, Property];
    return { ...(await this.#smallest(name, property, Math.max(index, 0))), properties: held };
  }

  /** The grader's properties, then the examples as properties of one case. */
  #properties(): (readonly [string, Property])[] {
    const { properties, examples = [] } = this.grader;
    return [
      ...Object.entries(properties),
      ...examples.map(
        ({ says, check }, index) => [`example${index + 1}`, single(says, (code) => check(code))] as const,
      ),
    ];
  }

  /** Whole pipelines, one after the other, when everything else holds. */
  #integrations(): (readonly [string, Property])[] {
    const { integration } = this.grader;
    if (integration === undefined) return [];
    const { says, check, onLog } = integration;
    const crashes = ["integration", single(says, (code) => check(code))] as const;
    const { kafka } = this;
    if (kafka === null || onLog === undefined) return [crashes];
    const onKafka = `On ${kafka.log.name} the pipeline gives the library's own results.`;
    return [crashes, ["kafka", single(onKafka, (code) => onLog(code, kafka.log, kafka.prefix))]];
  }

  async #integrate(held: Outcome["properties"]): Promise<Outcome> {
    const properties = [...held];
    for (const [name, property] of this.#integrations()) {
      const trouble = await this.#check(property, null);
      properties.push({ name, says: property.says, held: trouble === undefined });
      if (trouble !== undefined) {
        return { ...(await this.#report({ property: name, seed: this.seed, path: "0" }, property)), properties };
      }
    }
    return { verdict: "passed", failure: null, properties };
  }

  async #tryUntilOneFails(properties: readonly (readonly [string, Property])[]): Promise<Tried[]> {
    const tried: Tried[] = [];
    for (const [name, property] of properties) {
      const one = await this.#try(name, property);
      tried.push(one);
      if (one.troubles.some((trouble) => trouble !== undefined)) break;
    }
    return tried;
  }

  async #try(name: string, property: Property): Promise<Tried> {
    const cases = fc.sample(property.given, { seed: seedOf(this.seed, name), numRuns: property.runs ?? defaultRuns });
    return { cases, troubles: await Promise.all(cases.map((example) => this.#check(property, example))) };
  }

  async #check(property: Property, example: unknown, record?: (call: Recorded) => void): Promise<Trouble | undefined> {
    try {
      const code = record === undefined ? this.#code : codeOf(this.host, this.grader.exports, record);
      return await (property.check(code, example) as Checked);
    } catch (error) {
      return error instanceof Error ? error : new Error(`${error}`);
    }
  }

  async #smallest(name: string, property: Property, index: number): Promise<Omit<Outcome, "properties">> {
    const wanted = await this.#check(
      property,
      fc.sample(property.given, { seed: seedOf(this.seed, name), path: `${index}`, numRuns: 1 })[0],
    );
    if (wanted === undefined) return this.#unsteady(name, property);
    let attempts = 0;
    const failing = fc.asyncProperty(property.given, async (example) => {
      if (attempts++ > shrinkAttempts) return true;
      const trouble = await this.#check(property, example);
      if (trouble instanceof Stopped) throw trouble;
      return trouble === undefined || !alike(trouble, wanted);
    });
    const seed = seedOf(this.seed, name);
    const details = await fc.check(failing, { seed, path: `${index}`, numRuns: 1 });
    const path = details.counterexamplePath ?? `${index}`;
    return await this.#report({ property: name, seed: this.seed, path }, property);
  }

  async #report(code: ReplayCode, property: Property): Promise<Omit<Outcome, "properties">> {
    const { property: name } = code;
    const [example] = fc.sample(property.given, { seed: seedOf(code.seed, name), path: code.path, numRuns: 1 });
    const calls: Recorded[] = [];
    const trouble = await this.#check(property, example, (call) => calls.push(call));
    if (trouble === undefined) return { verdict: "passed", failure: null };
    if (trouble instanceof Stopped) return stoppedOutcome(trouble);
    if (trouble instanceof NotStartedYet) {
      return failed({
        ...blank(code.property, property.says),
        got: "a part that is not started yet: it throws NotStarted",
      });
    }
    return failed({ ...describeTrouble(code.property, property, trouble, calls), replay: toReplayCode(code) });
  }

  async replay(code: ReplayCode): Promise<Outcome> {
    const all = [...this.#properties(), ...this.#integrations()];
    const found = all.find(([name]) => name === code.property);
    if (found === undefined) {
      const names = all.map(([name]) => name);
      throw new RangeError(`this exercise has no property "${code.property}"; it has ${names.join(", ")}`);
    }
    const outcome = await this.#report(code, found[1]);
    return { ...outcome, properties: [{ name: found[0], says: found[1].says, held: outcome.failure === null }] };
  }

  #unsteady(name: string, property: Property): Omit<Outcome, "properties"> {
    return failed({
      ...blank(name, property.says),
      anomaly: "nondeterministic",
      expected: "the same answer to the same call, whatever was called before",
      got: "a failure among other calls, and none when the same case runs alone",
      note: "Look for a variable outside the function: what it keeps from one call changes the next.",
    });
  }

  #coverage(
    properties: readonly (readonly [string, Property])[],
    tried: readonly Tried[],
    held: Outcome["properties"],
  ): Outcome | null {
    for (const [index, [name, property]] of properties.entries()) {
      for (const [label, [share, when]] of Object.entries(property.cover ?? {})) {
        const cases = tried[index]?.cases ?? [];
        const reached = cases.filter((example) => when(example)).length;
        if (reached < share * cases.length) {
          const failure = {
            ...blank(name, property.says),
            expected: `${label}: in at least ${Math.round(share * 100)} % of the cases`,
            got: `in ${reached} of ${cases.length}`,
            note: "The checks did not reach what they must cover: this says nothing about your code.",
          };
          return { verdict: "unknown", failure, properties: held };
        }
      }
    }
    return null;
  }
}

/** Each property has its own stream of cases, so that a new property does not move those of the others. */
function seedOf(seed: number, name: string): number {
  let hash = seed;
  for (const character of name) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  return hash;
}

interface Tried {
  readonly cases: readonly unknown[];
  readonly troubles: readonly (Trouble | undefined)[];
}

const single = (says: string, check: Property["check"]): Property => ({
  says,
  given: fc.constant(null),
  runs: 1,
  check,
});

/** A sentence stands for itself; a value is shown as one. */
const inWords = (value: unknown): string => (typeof value === "string" && value.includes(" ") ? value : show(value));

const failed = (failure: Failure): Omit<Outcome, "properties"> => ({ verdict: "failed", failure });

const blank = (property: string, says: string): Failure => ({
  property,
  says,
  anomaly: null,
  timeline: [],
  expected: null,
  got: "",
  note: null,
  replay: null,
});

/** A smaller case must fail in the same way, or the report would be about another mistake. */
function alike(found: Trouble, wanted: Trouble): boolean {
  if (isFinding(found) && isFinding(wanted)) return found.anomaly === wanted.anomaly;
  return isFinding(found) === isFinding(wanted) && found.constructor === wanted.constructor;
}

function describeTrouble(name: string, property: Property, trouble: Trouble, calls: readonly Recorded[]): Failure {
  const base = { ...blank(name, property.says), timeline: callTimeline(calls) };
  if (isFinding(trouble)) {
    return {
      ...base,
      anomaly: trouble.anomaly,
      timeline: trouble.timeline ?? base.timeline,
      expected: inWords(trouble.expected),
      got: inWords(trouble.got),
      note: trouble.note ?? null,
    };
  }
  if (trouble instanceof MutatedInput) {
    return {
      ...base,
      property: "untouched",
      says: generalSays.untouched,
      anomaly: "mutated-input",
      expected: show(trouble.before),
      got: show(trouble.after),
      note: `${trouble.call} changed an argument; whoever passed it in still uses it.`,
    };
  }
  if (trouble instanceof Threw) {
    const place = trouble.at === null ? "" : ` (${trouble.at})`;
    return {
      ...base,
      anomaly: property.whenThrown ?? null,
      expected: "an answer",
      got: `it threw ${trouble.error}${place}`,
    };
  }
  // The check itself stumbled: over an answer that is not of the shape that the contract promises.
  return {
    ...base,
    anomaly: "wrong-value",
    expected: "answers of the shape that the contract names",
    got: calls.length === 0 ? trouble.message : show(calls.at(-1)?.result),
    note: `The check could not read the answer: ${trouble.message}.`,
  };
}

const callTimeline = (calls: readonly Recorded[]): Timeline =>
  calls
    .slice(-6)
    .map(({ call, args, result }) => ({ call: `${call}(${args.map(show).join(", ")})`, out: show(result) }));

function stoppedOutcome(stopped: Stopped): Omit<Outcome, "properties"> {
  const { call, args } = stopped.request === null ? { call: null, args: [] } : describe(stopped.request);
  const timeline =
    call === null ? [] : [{ wrong: true, call: `${call}(${args.map(show).join(", ")})`, out: "nothing" }];
  const property = { hung: "returns", crashed: "survives", broken: "compiles" } as const;
  const failure: Failure = {
    ...blank(property[stopped.kind], generalSays[property[stopped.kind]]),
    anomaly: stopped.kind === "hung" ? "never-returns" : null,
    timeline,
    got: stopped.reason,
  };
  return { verdict: stopped.kind, failure };
}
