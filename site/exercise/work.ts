import type { Verdict } from "../../src/grading/judge/outcome.js";

/** What the browser remembers of one exercise. */
export interface Work {
  /** The learner's code; `null`: still the stub. */
  readonly code: string | null;
  /** Code that a loaded file has replaced; `null`: none. */
  readonly replaced: string | null;
  readonly verdict: Verdict;
  /** The property that failed. */
  readonly property: string | null;
  readonly passedBefore: boolean;
  /** Hints taken: set of hints → rungs shown. */
  readonly hints: Readonly<Record<string, number>>;
}

export const noWork: Work = {
  code: null,
  replaced: null,
  verdict: "not-started",
  property: null,
  passedBefore: false,
  hints: {},
};

/** A place for texts by name, such as `localStorage`. */
export interface Shelf {
  getItem(name: string): string | null;
  setItem(name: string, text: string): void;
}

const prefix = "tidemark/";

/** A place that lasts as long as the page, where the browser keeps nothing. */
export function shelfOf(storage: () => Shelf): Shelf {
  try {
    const shelf = storage();
    shelf.setItem(`${prefix}probe`, "1");
    return shelf;
  } catch {
    const texts = new Map<string, string>();
    return {
      getItem: (name) => texts.get(name) ?? null,
      setItem: (name, text) => {
        texts.set(name, text);
      },
    };
  }
}

/** The work on an exercise. What cannot be read counts as none. */
export function readWork(shelf: Shelf, id: string): Work {
  try {
    const stored: unknown = JSON.parse(shelf.getItem(prefix + id) ?? "null");
    return typeof stored === "object" && stored !== null ? { ...noWork, ...stored } : noWork;
  } catch {
    return noWork;
  }
}

export function writeWork(shelf: Shelf, id: string, work: Work): void {
  shelf.setItem(prefix + id, JSON.stringify(work));
}
