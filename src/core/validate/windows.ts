import type { EmitSpec, WindowSpec } from "../plan.js";

/** In more windows than this an event takes longer than anybody waits for. */
const mostWindows = 10_000;

const positive = (what: string, ms: number): string | null =>
  Number.isSafeInteger(ms) && ms > 0
    ? null
    : `${what} must be a whole number of milliseconds above 0, got ${ms} ms. Try: seconds(10)`;

const whole = (what: string, ms: number): string | null =>
  Number.isSafeInteger(ms) ? null : `${what} must be a whole number of milliseconds, got ${ms} ms. Try: seconds(0)`;

/** What is wrong with a window, as a sentence; `null` when nothing is. */
export function windowProblem(window: WindowSpec): string | null {
  switch (window.kind) {
    case "tumbling":
      return positive("tumbling: the size", window.sizeMs) ?? whole("tumbling: the offset", window.offsetMs);
    case "hopping":
      return (
        positive("hopping: the size", window.sizeMs) ??
        positive("hopping: the hop", window.hopMs) ??
        whole("hopping: the offset", window.offsetMs) ??
        (window.hopMs > window.sizeMs
          ? `hopping: the hop (${window.hopMs} ms) must not be larger than the size (${window.sizeMs} ms), or events between two windows would be in none. Try: hopping(size, hop), the size first`
          : window.sizeMs > window.hopMs * mostWindows
            ? `hopping: each event would be in ${Math.ceil(window.sizeMs / window.hopMs)} windows, more than ${mostWindows}. Try: a hop of ${Math.ceil(window.sizeMs / mostWindows)} ms or more`
            : null)
      );
    case "sliding":
      // A difference of 0 is allowed: events of exactly equal time share a window.
      return Number.isSafeInteger(window.differenceMs) && window.differenceMs >= 0
        ? null
        : `sliding: the difference must be a whole number of milliseconds, 0 or more, got ${window.differenceMs} ms. Try: seconds(10)`;
    case "session":
      return positive("session: the gap", window.gapMs);
    default:
      return `window: expected tumbling, hopping, sliding or session, got ${JSON.stringify((window as { kind?: unknown }).kind)}`;
  }
}

/** What is wrong with an emit policy, as a sentence; `null` when nothing is. */
export function emitProblem(emit: EmitSpec): string | null {
  switch (emit.kind) {
    case "final":
    case "updates":
    case "complete":
      return null;
    case "early":
      return positive("early: the interval", emit.everyMs);
    default:
      return `emit: expected final, updates, early or complete, got ${JSON.stringify((emit as { kind?: unknown }).kind)}`;
  }
}
