import { type Host, NotStartedYet, type Stopped } from "../host/host.js";
import type { Question } from "../sandbox/learner.js";
import { toText } from "../sandbox/wire.js";
import { codeOf, type Recorded } from "./code.js";
import type { AnyGrader, Checked } from "./grader.js";
import { type DrawnCases, drawCases, type Named, type Property } from "./properties.js";
import type { Trouble } from "./trouble.js";

/** What became of single cases, by property and case. */
export type SingleCases = Map<string, Trouble | undefined>;

/** A property's cases, and what is wrong with each that was tried. */
export interface Tried {
  readonly cases: readonly unknown[];
  readonly troubles: readonly (Trouble | undefined)[];
}

export interface TryOptions {
  readonly stopAtFirst?: boolean;
  readonly single?: SingleCases;
  readonly drawn?: DrawnCases;
  /** Loads the code once more, in another process. */
  readonly loadAgain?: (() => Promise<Host>) | undefined;
}

/** Cases under way at once where the first that fails ends it. */
const casesAtOnce = 15;

/** Tries properties on their cases. All cases are under way at once; how the host answers decides how fast that is. */
export class Trying {
  #host: Host;
  /** Processes that were started for code that must not remember anything. */
  readonly #others: Host[] = [];
  #answered = 0;
  #notStarted = 0;
  /** Which case asked what, to find the one that never came back. */
  readonly #asker = new WeakMap<Question, { readonly named: Named; readonly index: number }>();

  constructor(
    readonly grader: AnyGrader,
    host: Host,
    readonly seed: number,
    readonly options: TryOptions,
  ) {
    this.#host = this.asking(host);
  }

  get host(): Host {
    return this.#host;
  }

  /** From now on another process answers. */
  use(host: Host): void {
    this.#host = this.asking(host);
  }

  /** No function has answered: each that was called is a stub. */
  get isNotStarted(): boolean {
    return this.#notStarted > 0 && this.#answered === 0;
  }

  /** The case that asked what the process was working on when it was gone. */
  askerOf({ question }: Stopped): { readonly named: Named; readonly index: number } | undefined {
    return question === null ? undefined : this.#asker.get(question);
  }

  /** Tries each property on all of its cases; with `stopAtFirst`, up to the first one that fails. */
  async all(properties: readonly Named[]): Promise<Tried[]> {
    if (this.options.stopAtFirst !== true) return await Promise.all(properties.map((named) => this.#try(named)));
    const tried: Tried[] = [];
    for (const named of properties) {
      const one = await this.#try(named);
      tried.push(one);
      if (one.troubles.some((trouble) => trouble !== undefined)) break;
    }
    return tried;
  }

  /** What is wrong with one case; `undefined` where nothing is. */
  async check(
    property: Property,
    example: unknown,
    host: Host = this.#host,
    record?: (call: Recorded) => void,
  ): Promise<Trouble | undefined> {
    try {
      return await (property.check(codeOf(host, this.grader.exports, record), example) as Checked);
    } catch (error) {
      return error instanceof Error ? error : new Error(`${error}`);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#others.map((other) => other.close()));
  }

  /** A host whose answers are counted, and that knows of a second process. */
  asking(host: Host): Host {
    const { loadAgain } = this.options;
    const ask = (question: Question): Promise<unknown> => this.#ask(host, question);
    if (loadAgain === undefined) return { ...host, ask };
    const elsewhere = async (): Promise<Host> => {
      const another = await loadAgain();
      this.#others.push(another);
      return { ...another, ask: (question) => this.#ask(another, question) };
    };
    return { ...host, ask, elsewhere };
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

  async #try(named: Named): Promise<Tried> {
    const [name] = named;
    const { single, stopAtFirst = false, drawn } = this.options;
    const cases = drawCases(named, this.seed, drawn);
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

  #checkNumbered(named: Named, example: unknown, index: number): Promise<Trouble | undefined> {
    const ask = (question: Question): Promise<unknown> => {
      this.#asker.set(question, { named, index });
      return this.#host.ask(question);
    };
    return this.check(named[1], example, { ...this.#host, ask });
  }
}
