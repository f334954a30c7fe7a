import type { Arbitrary } from "fast-check";
import type { Log } from "../../log/index.js";
import type { Anomaly } from "./anomalies.js";
import type { Code } from "./code.js";
import type { Timeline } from "./timeline.js";

/** What a check found wrong with one case; nothing found: the case passes. */
export interface Finding {
  readonly expected: unknown;
  readonly got: unknown;
  readonly anomaly: Anomaly;
  /** The case as a person would draw it, at most six rows; without one the calls are shown. */
  readonly timeline?: Timeline;
  /** One more sentence, where expected and got do not say it all. */
  readonly note?: string;
}

/** The answer of a check: a finding, or undefined when all is well. */
export type Checked = Finding | undefined | Promise<Finding | undefined>;

/** Something that the cases must reach, or the verdict is "unknown": its least share of the cases, and how to tell. */
export type Cover<Case> = readonly [share: number, when: (example: Case) => boolean];

/** A sentence about all inputs. */
export interface Property<Contract, Case> {
  /** The sentence, in the present tense, with its period. */
  readonly says: string;
  readonly given: Arbitrary<Case>;
  readonly cover?: Readonly<Record<string, Cover<Case>>>;
  /** Cases in one run; 150 when left out. */
  readonly runs?: number;
  /** The anomaly of code that throws here; without one, throwing is shown as itself. */
  readonly whenThrown?: Anomaly;
  check(code: Code<Contract>, example: Case): Checked;
}

/** One fixed case, taken from the lesson. */
export interface Example<Contract> {
  readonly says: string;
  check(code: Code<Contract>): Checked;
}

/** The learner's code inside a pipeline: on the simulated Kafka with a crash at every step, and once on a real broker. */
export interface Integration<Contract> extends Example<Contract> {
  /** `prefix`: what the names of topics and groups begin with. */
  onLog?(code: Code<Contract>, log: Log, prefix: string): Checked;
}

/** Whatever its cases are: how a grader's properties stand in one list. */
export type AnyProperty<Contract> = Property<Contract, unknown>;

/** A question; the idea; nearly the code. */
export type Rungs = readonly [question: string, idea: string, nearlyTheCode: string];

/** `Name` as inferred elsewhere: this use does not widen it. (`NoInfer` is not known to the notebooks' TypeScript 5.0.) */
type Settled<Name> = [Name][Name extends unknown ? 0 : never];

/** A grader: all that is asked of one exercise, and what helps when it fails. */
export interface Grader<Contract, Name extends string = string> {
  /** The exercise in half a line, for lists. */
  readonly title: string;
  readonly optional?: boolean;
  /** The anomaly of code that throws, where a property names none: that of what the error prevents. */
  readonly whenThrown?: Anomaly;
  /** Not written yet: the self-check asks for nothing but a stub. */
  readonly draft?: boolean;
  /** What the exercise exports: functions, and values such as `empty`. */
  readonly exports: { readonly [Key in keyof Contract & string]: "function" | "value" };
  readonly properties: { readonly [Key in Name]: AnyProperty<Contract> };
  readonly examples?: readonly Example<Contract>[];
  readonly integration?: Integration<Contract>;
  /** For every failure that has none of its own: `general`. */
  readonly hints: { readonly general: Rungs } & { readonly [Key in Settled<Name> | "untouched"]?: Rungs };
}

/** A grader, whatever its contract: what the machinery works on. */
export type AnyGrader = Grader<Record<string, unknown>>;

interface Tools<Contract> {
  property<Case>(definition: Property<Contract, Case>): AnyProperty<Contract>;
  example(definition: Example<Contract>): Example<Contract>;
  grader<Name extends string>(definition: Grader<Contract, Name>): AnyGrader;
}

/**
 * Starts a grader: `const { grader, property } = exercise<Contract>()`, where `Contract` has what the exercise exports.
 *
 * Two steps, because TypeScript infers either all type parameters of a call or none: the contract is named here, the
 * type of each property's cases is inferred from its generator.
 */
export function exercise<Contract>(): Tools<Contract> {
  return {
    property: (definition) => definition as unknown as AnyProperty<Contract>,
    example: (definition) => definition,
    grader: (definition) => {
      const names = Object.keys(definition.properties);
      for (const name of Object.keys(definition.hints)) {
        if (name !== "general" && name !== "untouched" && !names.includes(name)) {
          throw new RangeError(`hints for "${name}", which is no property of this grader; it has ${names.join(", ")}`);
        }
      }
      return Object.freeze(definition) as unknown as AnyGrader;
    },
  };
}
