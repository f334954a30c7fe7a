/** The machine lacks something that the kit cannot bring along; the message says what, and how to get it. */
export class EnvironmentError extends Error {
  /** @override */
  name = "EnvironmentError";
}

/** The sources do not compile; the message holds what the compiler said. */
export class BuildError extends Error {
  /** @override */
  name = "BuildError";
}

/** A command was typed that cannot be run; the message says what is wrong with it, and how it is used. */
export class UsageError extends Error {
  /** @override */
  name = "UsageError";
}

/**
 * The exit code that every command uses: 1 a check failed, 2 wrong use, 3 the environment lacks something.
 *
 * @param {unknown} error
 * @returns {number}
 */
export function exitCode(error) {
  if (error instanceof UsageError) return 2;
  return error instanceof EnvironmentError ? 3 : 1;
}
