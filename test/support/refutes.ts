import { expect } from "vitest";

/** Expects a law not to hold, and because something is not as it should be: not because the code in question has crashed. */
export function refutes(law: () => void): void {
  let thrown: unknown = null;
  try {
    law();
  } catch (error) {
    thrown = error;
  }
  // fast-check wraps what its property has thrown
  const reason = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  expect((reason as Error | null)?.name).toBe("AssertionError");
}
