import { UsageError } from "../../core/usage-error.js";
import { type Host, MutatedInput, NotStartedYet, Stopped } from "../host/host.js";
import type { AnyGrader } from "./grader.js";
import { type Outcome, shownFailure } from "./outcome.js";
import { type DrawnCases, integrationsOf, type Named, propertiesOf, type RealKafka } from "./properties.js";
import { parseReplayCode, type ReplayCode } from "./replay-code.js";
import { printedBy, type Restart, Shrinking } from "./shrinking.js";
import { blank, describeTrouble, failed } from "./trouble.js";
import { type SingleCases, type Tried, Trying } from "./trying.js";

export type { DrawnCases, RealKafka } from "./properties.js";
export type { SingleCases } from "./trying.js";

/** The seed of every graded run, so that a grade is the same today and tomorrow. */
export const gradingSeed = 7;

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
  readonly restart?: Restart;
  /** Loads the code once more, for what must not remember anything outside of its state; left out: `restart`. */
  readonly loadAgain?: () => Promise<Host>;
}

/**
 * Judges code against its grader: every property on cases from a fixed seed, the first one that fails on the smallest
 * case that still fails it.
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

type Held = Outcome["properties"];

class Judge {
  readonly #options: JudgeOptions;
  readonly #grader: AnyGrader;
  readonly #trying: Trying;
  readonly #shrinking: Shrinking;

  constructor(grader: AnyGrader, host: Host, options: JudgeOptions) {
    this.#options = options;
    this.#grader = grader;
    const { restart, loadAgain = restart && (() => restart(false)) } = options;
    this.#trying = new Trying(grader, host, options.seed ?? gradingSeed, { ...options, loadAgain });
    this.#shrinking = new Shrinking(this.#trying, restart);
  }

  async close(): Promise<void> {
    await this.#trying.close();
  }

  async run(): Promise<Outcome> {
    const { only, withoutIntegration = false } = this.#options;
    const all = propertiesOf(this.#grader).filter(([name]) => only === undefined || name === only);
    const tried = await this.#trying.all(all);
    const properties = all.slice(0, tried.length);
    const troubles = tried.map(({ troubles }) => troubles.find((trouble) => trouble !== undefined));
    const held = properties.map(([name, { says }], index) => ({ name, says, held: troubles[index] === undefined }));

    const stopped = tried.flatMap(({ troubles }) => troubles).find((trouble) => trouble instanceof Stopped);
    if (stopped !== undefined) {
      const before = await this.#shrinking.failedBefore(stopped, properties, tried);
      return { ...(before ?? (await this.#shrinking.smallestStop(stopped))), properties: held };
    }
    if (this.#trying.isNotStarted) return { verdict: "not-started", failure: null, properties: held };
    const mutating = troubles.findIndex((trouble) => trouble instanceof MutatedInput);
    const first = mutating >= 0 ? mutating : troubles.findIndex((trouble) => trouble !== undefined);
    if (first >= 0) return await this.#failing(properties[first] as Named, tried[first] as Tried, held, mutating >= 0);
    const unknown = coverage(properties, tried, held);
    if (unknown !== null) return unknown;
    return withoutIntegration ? passed(held) : await this.#integrate(held);
  }

  async replay(code: ReplayCode): Promise<Outcome> {
    const all = [...propertiesOf(this.#grader), ...integrationsOf(this.#grader, this.#options.kafka)];
    const found = all.find(([name]) => name === code.property);
    if (found === undefined) {
      const names = all.map(([name]) => name);
      throw new UsageError(`this exercise has no property "${code.property}"; it has ${names.join(", ")}`);
    }
    const outcome = printedBy(this.#trying.host, await this.#shrinking.report(code, found));
    return { ...outcome, properties: [{ name: found[0], says: found[1].says, held: outcome.failure === null }] };
  }

  /** A property that fails, on its smallest case; `isMutating`: one that changes an argument. */
  async #failing(named: Named, { troubles }: Tried, held: Held, isMutating: boolean): Promise<Outcome> {
    const index = troubles.findIndex((trouble) =>
      isMutating ? trouble instanceof MutatedInput : trouble !== undefined && !(trouble instanceof NotStartedYet),
    );
    const found = troubles[index];
    const verdicted =
      this.#options.asFound === true && found !== undefined
        ? failed(describeTrouble(...named, found, []))
        : await this.#shrinking.smallest(named, Math.max(index, 0));
    return { ...verdicted, properties: held };
  }

  /** Whole pipelines, one after the other, when everything else holds. */
  async #integrate(held: Held): Promise<Outcome> {
    const properties = [...held];
    for (const named of integrationsOf(this.#grader, this.#options.kafka)) {
      const [name, { says }] = named;
      const trouble = await this.#trying.check(named[1], null);
      properties.push({ name, says, held: trouble === undefined });
      if (trouble !== undefined) {
        const code = { property: name, seed: this.#trying.seed, path: "0" };
        return { ...(await this.#shrinking.report(code, named)), properties };
      }
    }
    return passed(properties);
  }
}

const passed = (properties: Held): Outcome => ({ verdict: "passed", failure: null, properties });

/** The verdict "unknown" where the cases do not reach what they must; else `null`. */
function coverage(properties: readonly Named[], tried: readonly Tried[], held: Held): Outcome | null {
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
