import type { Question, Reply } from "../sandbox/learner.js";
import { decode } from "../sandbox/wire.js";

/** Answers questions: in the learner's process, or, for code that is trusted, in this one. */
export interface Host {
  /** Rejects with `Stopped` when the process is gone, `Threw`, `NotStartedYet` or `MutatedInput`. */
  ask(question: Question): Promise<unknown>;
  /** What the code has printed so far, where it is known. */
  printed?(): string;
  close(): Promise<void>;
  /** The same code in another process, for what must not remember anything outside of its state. */
  elsewhere?(): Promise<Host>;
}

/** The learner's code threw. */
export class Threw extends Error {
  override readonly name = "Threw";
  constructor(
    readonly error: string,
    readonly at: string | null,
  ) {
    super(error);
  }
}

/** The learner's code is still a stub. */
export class NotStartedYet extends Error {
  override readonly name = "NotStartedYet";
}

/** The learner's code changed an argument. */
export class MutatedInput extends Error {
  override readonly name = "MutatedInput";
  constructor(
    readonly call: string,
    readonly before: unknown,
    readonly after: unknown,
  ) {
    super(`${call} changed its arguments`);
  }
}

/** The learner's process is gone, or was killed; `question` is what it was working on. */
export class Stopped extends Error {
  override readonly name = "Stopped";
  constructor(
    readonly kind: "hung" | "crashed" | "broken",
    readonly reason: string,
    readonly question: Question | null,
  ) {
    super(reason);
  }
}

/**
 * The value that a reply carries, or its error.
 *
 * @param place makes of a place in a compiled file one in the learner's own
 */
export function settle(reply: Reply, place: (compiled: string) => string = (same) => same): unknown {
  if ("ok" in reply) return decode(reply.ok);
  if ("notStarted" in reply) throw new NotStartedYet("not started");
  if ("mutated" in reply) {
    throw new MutatedInput(reply.mutated.call, decode(reply.mutated.before), decode(reply.mutated.after));
  }
  const { name, message, at } = reply.threw;
  throw new Threw(`${name}: ${message}`, at === null ? null : place(at));
}
