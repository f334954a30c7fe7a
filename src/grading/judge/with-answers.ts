import { toText } from "../sandbox/wire.js";
import type { Code } from "./code.js";

/** The functions of a contract, answering at once. */
export type Immediate<Contract> = {
  readonly [Name in keyof Contract as Contract[Name] extends (...args: never) => unknown
    ? Name
    : never]: Contract[Name];
};

/** An answer that has to be asked for first. */
class Unanswered extends Error {
  override readonly name = "Unanswered";
}

const rounds = 2_000;

/**
 * Runs something that needs a learner's functions to answer at once, such as a program on the simulated Kafka, whose
 * time must not pass while another process is asked. It is run again and again, each time with the answers that were
 * missing the time before, until none is; so it must be repeatable, and may swallow what the functions throw.
 *
 * Throws an `Error` when new questions never end.
 */
export async function withAnswers<Contract, Result>(
  code: Code<Contract>,
  names: readonly (keyof Immediate<Contract> & string)[],
  run: (functions: Immediate<Contract>) => Promise<Result> | Result,
): Promise<Result> {
  const answers = new Map<string, unknown>();
  for (let round = 0; round < rounds; round++) {
    const missing = new Map<string, () => Promise<unknown>>();
    const functions = Object.fromEntries(
      names.map((name) => [
        name,
        (...args: readonly unknown[]): unknown => {
          const question = `${name} ${toText(args)}`;
          if (answers.has(question)) return answers.get(question);
          const ask = code[name] as unknown as (...args: readonly unknown[]) => Promise<unknown>;
          missing.set(question, () => ask(...args));
          throw new Unanswered(question);
        },
      ]),
    );
    let outcome: { readonly result: Result } | { readonly error: unknown };
    try {
      outcome = { result: await run(functions as unknown as Immediate<Contract>) };
    } catch (error) {
      outcome = { error };
    }
    if (missing.size === 0) {
      if ("error" in outcome) throw outcome.error;
      return outcome.result;
    }
    await Promise.all([...missing].map(async ([question, ask]) => answers.set(question, await ask())));
  }
  throw new Error(`the same run asked something new ${rounds} times`);
}
