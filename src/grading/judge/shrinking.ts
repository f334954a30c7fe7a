import { type Host, NotStartedYet, Stopped } from "../host/host.js";
import type { Recorded } from "./code.js";
import { caseOf, type Named, shrunk } from "./properties.js";
import { type ReplayCode, toReplayCode } from "./replay-code.js";
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
import type { Tried, Trying } from "./trying.js";

/** Attempts to make a counterexample smaller; by count and not by time, so that grades do not depend on the machine. */
const shrinkAttempts = 3_000;
/** The same where each attempt that fails ends a process, and the next one needs a new process. */
const processesSpent = 24;

/** Starts the code in another process; `brief`: with little time for each call. */
export type Restart = (brief: boolean) => Promise<Host>;

/** Makes a case that fails small, and reports it. */
export class Shrinking {
  readonly #trying: Trying;
  readonly #restart: Restart | undefined;

  constructor(trying: Trying, restart: Restart | undefined) {
    this.#trying = trying;
    this.#restart = restart;
  }

  /** The report of the smallest case that fails as the one at `index` does. */
  async smallest(named: Named, index: number): Promise<Verdicted> {
    const [name, property] = named;
    const asFound = this.#at(named, `${index}`);
    const wanted = await this.#trying.check(property, caseOf(named, asFound));
    if (wanted === undefined) return unsteady(name, property.says);
    let attempts = 0;
    const holds = async (example: unknown): Promise<boolean> => {
      if (attempts++ > shrinkAttempts) return true;
      const trouble = await this.#trying.check(property, example);
      if (trouble instanceof Stopped) throw trouble;
      return trouble === undefined || !alike(trouble, wanted);
    };
    return await this.#steadyReport(this.#at(named, await shrunk(named, this.#trying.seed, index, holds)), named);
  }

  /**
   * The report of a case as it is in a process of its own, which is what a replay will show; where it does not fail
   * there, the code remembers earlier calls, and that is the report.
   */
  async #steadyReport(code: ReplayCode, named: Named): Promise<Verdicted> {
    const restart = this.#restart;
    if (restart === undefined) return await this.report(code, named);
    const among: Recorded[] = [];
    await this.#trying.check(named[1], caseOf(named, code), this.#trying.host, (call) => among.push(call));
    const host = this.#trying.asking(await restart(false));
    try {
      const alone: Recorded[] = [];
      const trouble = await this.#trying.check(named[1], caseOf(named, code), host, (call) => alone.push(call));
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
  async failedBefore(
    stopped: Stopped,
    properties: readonly Named[],
    tried: readonly Tried[],
  ): Promise<Verdicted | null> {
    const restart = this.#restart;
    const asker = this.#trying.askerOf(stopped);
    if (asker === undefined || restart === undefined) return null;
    const found = (trouble: Trouble | undefined): boolean =>
      trouble !== undefined && !(trouble instanceof Stopped) && !(trouble instanceof NotStartedYet);
    const first = tried.findIndex(({ troubles }) => troubles.some(found));
    if (first < 0 || first >= properties.indexOf(asker.named)) return null;
    const host = await restart(false);
    try {
      this.#trying.use(host);
      return await this.smallest(properties[first] as Named, (tried[first] as Tried).troubles.findIndex(found));
    } finally {
      await host.close();
    }
  }

  /**
   * The smallest case found that still ends its process, or never comes back. Each such case costs a process, so their
   * number is limited; what shows in little time must show in the whole time as well.
   */
  async smallestStop(stopped: Stopped): Promise<Verdicted> {
    const restart = this.#restart;
    const asker = this.#trying.askerOf(stopped);
    if (asker === undefined || restart === undefined) return stoppedOutcome(stopped);
    const { named, index } = asker;
    let host: Host | null = null;
    let spent = 0;
    const survives = async (example: unknown): Promise<boolean> => {
      if (spent >= processesSpent) return true;
      host ??= await restart(true);
      const trouble = await this.#trying.check(named[1], example, host);
      if (!(trouble instanceof Stopped)) return true;
      await host.close();
      host = null;
      spent++;
      return !alike(trouble, stopped);
    };
    try {
      const path = await shrunk(named, this.#trying.seed, index, survives);
      for (const candidate of [this.#at(named, path), this.#at(named, `${index}`)]) {
        await (host as Host | null)?.close();
        host = await restart(false);
        const calls: Recorded[] = [];
        const trouble = await this.#trying.check(named[1], caseOf(named, candidate), host, (call) => calls.push(call));
        if (trouble instanceof Stopped && alike(trouble, stopped)) {
          return printedBy(host, stoppedOutcome(trouble, calls, toReplayCode(candidate)));
        }
      }
      return stoppedOutcome(stopped);
    } finally {
      await (host as Host | null)?.close();
    }
  }

  /** The report of one case, as the host at hand answers it. */
  async report(code: ReplayCode, named: Named): Promise<Verdicted> {
    const calls: Recorded[] = [];
    const trouble = await this.#trying.check(named[1], caseOf(named, code), this.#trying.host, (call) =>
      calls.push(call),
    );
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

  #at([property]: Named, path: string): ReplayCode {
    return { property, seed: this.#trying.seed, path };
  }
}

/** An outcome with what was printed in a process that ran its case alone. */
export function printedBy(host: Host, verdicted: Verdicted): Verdicted {
  const printed = host.printed?.();
  return printed === undefined ? verdicted : { ...verdicted, printed };
}
