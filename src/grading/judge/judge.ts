import fc from "fast-check";
import type { Log } from "../../log/index.js";
import { type Host, MutatedInput, NotStartedYet, Stopped } from "../host/host.js";
import type { Question } from "../sandbox/learner.js";
import { toText } from "../sandbox/wire.js";
import { type Code, codeOf, type Recorded } from "./code.js";
import type { AnyGrader, AnyProperty, Checked } from "./grader.js";
import { type Outcome, shownFailure } from "./outcome.js";
import { parseReplayCode, type ReplayCode, toReplayCode } from "./replay-code.js";
import {
  alike,
  blank,
  describeTrouble,
  failed,
  stoppedOutcome,
  type Trouble,
  unsteady,
  type Verdicted,
} from "./trouble.js";

/** The seed of every graded run, so that a grade is the same today and tomorrow. */
export const gradingSeed = 7;
const defaultRuns = 150;
/** Attempts to make a counterexample smaller; by count and not by time, so that grades do not depend on the machine. */
const shrinkAttempts = 3_000;
/** The same where each attempt that fails ends a process, and the next one needs a new process. */
const processesSpent = 24;
/** Cases under way at once where the first that fails ends it. */
const casesAtOnce = 15;

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
  /** Judge this property only. */
  readonly only?: string;
  /** Leave out whole pipelines. */
  readonly withoutIntegration?: boolean;
  /** Leave out what comes after the first case that fails. */
  readonly stopAtFirst?: boolean;
  /** Report the case that failed as it was found: enough to tell which property fails, and how. */
  readonly asFound?: boolean;
  /** What became of properties with a single case: shared by runs of the same code on several seeds. */
  readonly single?: SingleCases;
  /** The cases that were drawn: shared by runs of one grader. */
  readonly drawn?: DrawnCases;
  /**
   * Starts the code in another process: one that ended a process, or never came back, is tried on smaller cases.
   * `brief`: with little time for each call.
   */
  readonly restart?: (brief: boolean) => Promise<Host>;
  /** Loads the code once more, for what must not remember anything outside of its state; left out: `restart`. */
  readonly loadAgain?: () => Promise<Host>;
}

/** What became of single cases, by property and case. */
export type SingleCases = Map<string, Trouble | undefined>;

/** Cases by seed and property. */
export type DrawnCases = Map<string, readonly unknown[]>;

type Property = AnyProperty<Record<string, unknown>>;
type Named = readonly [name: string, property: Property];

/**
 * Judges code against its grader: every property on cases from a fixed seed, the first one that fails on the smallest
 * case that still fails it. All cases are under way at once; how the host answers decides how fast that is.
 */
export async function judge(grader: AnyGrader, host: Host, options: JudgeOptions = {}): Promise<Outcome> {
  const judge = new Judge(grader, host, options);
  try {
    const outcome = await (options.replay === undefined ? judge.run() : judge.replay(parseReplayCode(options.replay)));
    return { ...outcome, failure: outcome.failure === null ? null : shownFailure(outcome.failure) };
  } finally {
    await judge.close();
  }
}

interface Tried {
  readonly cases: readonly unknown[];
  readonly troubles: readonly (Trouble | undefined)[];
}

class Judge {
  readonly seed: number;
  #host: Host;
  readonly #others: Host[] = [];
  #answered = 0;
  #notStarted = 0;
  /** Which case asked what, to find the one that never came back. */
  readonly #asker = new WeakMap<Question, { readonly named: Named; readonly index: number }>();

  constructor(
    readonly grader: AnyGrader,
    host: Host,
    readonly options: JudgeOptions,
  ) {
    this.seed = options.seed ?? gradingSeed;
    this.#host = this.#asking(host);
  }

  /** A host whose answers are counted, and that knows of a second process. */
  #asking(host: Host): Host {
    const { restart, loadAgain = restart && (() => restart(false)) } = this.options;
    if (loadAgain === undefined) return { ...host, ask: (question) => this.#ask(host, question) };
    const elsewhere = async (): Promise<Host> => {
      const another = await loadAgain();
      this.#others.push(another);
      return { ...another, ask: (question) => this.#ask(another, question) };
    };
    return { ...host, ask: (question) => this.#ask(host, question), elsewhere };
  }

  async close(): Promise<void> {
    await Promise.all(this.#others.map((other) => other.close()));
  }

  async #ask(host: Host, question: Question): Promise<unknown> {
    try {
      const result = await host.ask(question);
      if (!("value" in question)) this.#answered++;
      return result;
    } catch (error) {
      if (error instanceof NotStartedYet) this.#notStarted++;
      else if (!("value" in question)) this.#answered++;
      throw error;
    }
  }

  async run(): Promise<Outcome> {
    const { only, withoutIntegration = false, stopAtFirst = false } = this.options;
    const all = this.#properties().filter(([name]) => only === undefined || name === only);
    const tried = stopAtFirst
      ? await this.#tryUntilOneFails(all)
      : await Promise.all(all.map(async (named) => await this.#try(named)));
    const properties = all.slice(0, tried.length);
    const troubles = tried.map(({ troubles }) => troubles.find((trouble) => trouble !== undefined));
    const held = properties.map(([name, { says }], index) => ({ name, says, held: troubles[index] === undefined }));

    const stopped = tried.flatMap(({ troubles }) => troubles).find((trouble) => trouble instanceof Stopped);
    if (stopped !== undefined) {
      const before = await this.#failedBefore(stopped, properties, tried);
      return { ...(before ?? (await this.#smallestStop(stopped))), properties: held };
    }
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
    const named = properties[first] as Named;
    const found = ofFirst[index];
    const verdicted =
      this.options.asFound === true && found !== undefined
        ? failed(describeTrouble(...named, found, []))
        : await this.#smallest(named, Math.max(index, 0));
    return { ...verdicted, properties: held };
  }

  /** The grader's properties, then the examples as properties of one case. */
  #properties(): Named[] {
    const { properties, examples = [] } = this.grader;
    return [
      ...Object.entries(properties),
      ...examples.map(
        ({ says, check }, index) => [`example${index + 1}`, single(says, (code) => check(code))] as const,
      ),
    ];
  }

  /** Whole pipelines, one after the other, when everything else holds. */
  #integrations(): Named[] {
    const { integration } = this.grader;
    if (integration === undefined) return [];
    const { says, check, onLog } = integration;
    const crashes = ["integration", single(says, (code) => check(code))] as const;
    const { kafka } = this.options;
    if (kafka === undefined || onLog === undefined) return [crashes];
    return [
      crashes,
      ["kafka", single(`On ${kafka.log.name}: ${says}`, (code) => onLog(code, kafka.log, kafka.prefix))],
    ];
  }

  async #integrate(held: Outcome["properties"]): Promise<Outcome> {
    const properties = [...held];
    for (const named of this.#integrations()) {
      const [name, { says }] = named;
      const trouble = await this.#check(named[1], null);
      properties.push({ name, says, held: trouble === undefined });
      if (trouble !== undefined) return { ...(await this.#report(this.#at(named, "0"), named)), properties };
    }
    return { verdict: "passed", failure: null, properties };
  }

  async #tryUntilOneFails(properties: readonly Named[]): Promise<Tried[]> {
    const tried: Tried[] = [];
    for (const named of properties) {
      const one = await this.#try(named);
      tried.push(one);
      if (one.troubles.some((trouble) => trouble !== undefined)) break;
    }
    return tried;
  }

  async #try(named: Named): Promise<Tried> {
    const [name] = named;
    const cases = this.#draw(named);
    const { single, stopAtFirst = false } = this.options;
    if (single !== undefined && cases.length === 1) {
      const key = `${name} ${toText(cases[0])}`;
      if (!single.has(key)) single.set(key, await this.#checkNumbered(named, cases[0], 0));
      return { cases, troubles: [single.get(key)] };
    }
    const atOnce = stopAtFirst ? casesAtOnce : cases.length;
    const troubles: (Trouble | undefined)[] = [];
    for (let from = 0; from < cases.length; from += atOnce) {
      const some = cases.slice(from, from + atOnce);
      const found = await Promise.all(some.map((example, index) => this.#checkNumbered(named, example, from + index)));
      troubles.push(...found);
      if (stopAtFirst && found.some((trouble) => trouble !== undefined)) break;
    }
    return { cases, troubles };
  }

  #draw([name, { given, runs = defaultRuns }]: Named): readonly unknown[] {
    const key = `${this.seed} ${name}`;
    const known = this.options.drawn?.get(key);
    if (known !== undefined) return known;
    const cases = fc.sample(given, { seed: seedOf(this.seed, name), numRuns: runs });
    this.options.drawn?.set(key, cases);
    return cases;
  }

  #checkNumbered(named: Named, example: unknown, index: number): Promise<Trouble | undefined> {
    const ask = (question: Question): Promise<unknown> => {
      this.#asker.set(question, { named, index });
      return this.#host.ask(question);
    };
    return this.#check(named[1], example, { ...this.#host, ask });
  }

  async #check(
    property: Property,
    example: unknown,
    host: Host = this.#host,
    record?: (call: Recorded) => void,
  ): Promise<Trouble | undefined> {
    try {
      return await (property.check(this.#code(host, record), example) as Checked);
    } catch (error) {
      return error instanceof Error ? error : new Error(`${error}`);
    }
  }

  #code(host: Host, record?: (call: Recorded) => void): Code<Record<string, unknown>> {
    return codeOf(host, this.grader.exports, record);
  }

  #at([property]: Named, path: string): ReplayCode {
    return { property, seed: this.seed, path };
  }

  #case([name, property]: Named, { seed, path }: ReplayCode): unknown {
    return fc.sample(property.given, { seed: seedOf(seed, name), path, numRuns: 1 })[0];
  }

  async #smallest(named: Named, index: number): Promise<Verdicted> {
    const [name, property] = named;
    const asFound = this.#at(named, `${index}`);
    const wanted = await this.#check(property, this.#case(named, asFound));
    if (wanted === undefined) return unsteady(name, property.says);
    let attempts = 0;
    const failing = fc.asyncProperty(property.given, async (example) => {
      if (attempts++ > shrinkAttempts) return true;
      const trouble = await this.#check(property, example);
      if (trouble instanceof Stopped) throw trouble;
      return trouble === undefined || !alike(trouble, wanted);
    });
    return await this.#steadyReport(this.#at(named, await shrunk(failing, seedOf(this.seed, name), index)), named);
  }

  /**
   * The report of a case as it is in a process of its own, which is what a replay will show; where it does not fail
   * there, the code remembers earlier calls, and that is the report.
   */
  async #steadyReport(code: ReplayCode, named: Named): Promise<Verdicted> {
    const { restart } = this.options;
    if (restart === undefined) return await this.#report(code, named);
    const among: Recorded[] = [];
    await this.#check(named[1], this.#case(named, code), this.#host, (call) => among.push(call));
    const host = this.#asking(await restart(false));
    try {
      const alone: Recorded[] = [];
      const trouble = await this.#check(named[1], this.#case(named, code), host, (call) => alone.push(call));
      if (trouble === undefined) return unsteady(named[0], named[1].says, alone, among);
      return printedBy(host, this.#describe(code, named, trouble, alone));
    } finally {
      await host.close();
    }
  }

  /**
   * A property that had failed by the time the process was gone, and comes before the one that ended it: a memory that
   * grows without bound is slow as well, and not because of that does a learner want to hear of it first.
   */
  async #failedBefore(
    stopped: Stopped,
    properties: readonly Named[],
    tried: readonly Tried[],
  ): Promise<Verdicted | null> {
    const { restart } = this.options;
    const asker = stopped.question === null ? undefined : this.#asker.get(stopped.question);
    if (asker === undefined || restart === undefined) return null;
    const found = (trouble: Trouble | undefined): boolean =>
      trouble !== undefined && !(trouble instanceof Stopped) && !(trouble instanceof NotStartedYet);
    const first = tried.findIndex(({ troubles }) => troubles.some(found));
    if (first < 0 || first >= properties.indexOf(asker.named)) return null;
    const host = await restart(false);
    try {
      this.#host = this.#asking(host);
      return await this.#smallest(properties[first] as Named, (tried[first] as Tried).troubles.findIndex(found));
    } finally {
      await host.close();
    }
  }

  /**
   * The smallest case found that still ends its process, or never comes back. Each such case costs a process, so their
   * number is limited; what shows in little time must show in the whole time as well.
   */
  async #smallestStop(stopped: Stopped): Promise<Verdicted> {
    const { restart } = this.options;
    const asker = stopped.question === null ? undefined : this.#asker.get(stopped.question);
    if (asker === undefined || restart === undefined) return stoppedOutcome(stopped);
    const { named, index } = asker;
    const [name, property] = named;
    let host: Host | null = null;
    let spent = 0;
    const survives = async (example: unknown): Promise<boolean> => {
      if (spent >= processesSpent) return true;
      host ??= await restart(true);
      const trouble = await this.#check(property, example, host);
      if (!(trouble instanceof Stopped)) return true;
      await host.close();
      host = null;
      spent++;
      return !alike(trouble, stopped);
    };
    try {
      const path = await shrunk(fc.asyncProperty(property.given, survives), seedOf(this.seed, name), index);
      for (const candidate of [this.#at(named, path), this.#at(named, `${index}`)]) {
        await (host as Host | null)?.close();
        host = await restart(false);
        const calls: Recorded[] = [];
        const trouble = await this.#check(property, this.#case(named, candidate), host, (call) => calls.push(call));
        if (trouble instanceof Stopped && alike(trouble, stopped)) {
          return printedBy(host, stoppedOutcome(trouble, calls, toReplayCode(candidate)));
        }
      }
      return stoppedOutcome(stopped);
    } finally {
      await (host as Host | null)?.close();
    }
  }

  async #report(code: ReplayCode, named: Named): Promise<Verdicted> {
    const calls: Recorded[] = [];
    const trouble = await this.#check(named[1], this.#case(named, code), this.#host, (call) => calls.push(call));
    if (trouble === undefined) return { verdict: "passed", failure: null };
    return this.#describe(code, named, trouble, calls);
  }

  #describe(code: ReplayCode, [name, property]: Named, trouble: Trouble, calls: readonly Recorded[]): Verdicted {
    if (trouble instanceof Stopped) return stoppedOutcome(trouble, calls, toReplayCode(code));
    if (trouble instanceof NotStartedYet) {
      const got = "a part that is not started yet: it throws NotStarted";
      return failed({ ...blank(name, property.says), got });
    }
    return failed({ ...describeTrouble(name, property, trouble, calls), replay: toReplayCode(code) });
  }

  async replay(code: ReplayCode): Promise<Outcome> {
    const all = [...this.#properties(), ...this.#integrations()];
    const found = all.find(([name]) => name === code.property);
    if (found === undefined) {
      const names = all.map(([name]) => name);
      throw new RangeError(`this exercise has no property "${code.property}"; it has ${names.join(", ")}`);
    }
    const outcome = printedBy(this.#host, await this.#report(code, found));
    return { ...outcome, properties: [{ name: found[0], says: found[1].says, held: outcome.failure === null }] };
  }

  #coverage(properties: readonly Named[], tried: readonly Tried[], held: Outcome["properties"]): Outcome | null {
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

/** An outcome with what was printed in a process that ran its case alone. */
function printedBy(host: Host, verdicted: Verdicted): Verdicted {
  const printed = host.printed?.();
  return printed === undefined ? verdicted : { ...verdicted, printed };
}

/** fast-check's way from the case at `index` to the smallest one for which the property is still false. */
async function shrunk(failing: fc.IAsyncProperty<[unknown]>, seed: number, index: number): Promise<string> {
  const { counterexamplePath } = await fc.check(failing, { seed, path: `${index}`, numRuns: 1 });
  return counterexamplePath ?? `${index}`;
}

/** Each property has its own stream of cases, so that a new property does not move those of the others. */
function seedOf(seed: number, name: string): number {
  let hash = seed;
  for (const character of name) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  return hash;
}

const single = (says: string, check: Property["check"]): Property => ({
  says,
  given: fc.constant(null),
  runs: 1,
  check,
});
