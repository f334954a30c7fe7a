/**
 * The gate between a learner's realm and the process around it: a realm of its own, in which nothing of either is. The
 * implementations that a learner's property tries run here.
 */
import type { Outside } from "./realm.js";
import { fromText, toText } from "./wire.js";

type Implementation = (...args: unknown[]) => unknown;

const implementations: Implementation[] = [];

/** Adds an implementation; its number is how many there were before. */
export function add(code: Implementation): void {
  implementations.push(code);
}

/** The way out of a learner's realm: a function that leads nowhere else, since it has no parent and throws nothing. */
export function gate(
  write: (text: string) => void,
  utf8: (text: string) => string,
  text: (bytes: string) => string,
): Outside {
  const pass: Outside = (what, number, given) => {
    try {
      if (what === "call") return toText(implementations[number]?.(...(fromText(given) as unknown[])));
      if (what === "utf8") return utf8(given);
      if (what === "text") return text(given);
      write(given);
      return null;
    } catch {
      return null;
    }
  };
  return Object.freeze(Object.setPrototypeOf(pass, null) as Outside);
}
