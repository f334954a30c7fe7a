/** start: a call leaves its client; effect: the broker has done it; answer: the client is told; note: anything else. */
export type StoryKind = "start" | "effect" | "answer" | "note";

/** One line of what happened. */
export interface StoryLine {
  /** Simulated milliseconds since the start. */
  readonly atMs: number;
  readonly who: string;
  /** The number of the step in its process, from 1; `null` for a line that is no step. */
  readonly step: number | null;
  readonly kind: StoryKind;
  readonly text: string;
}

const MARKS: Readonly<Record<StoryKind, string>> = { start: "→", effect: "●", answer: "←", note: "!" };

/** The events of a run, in order. It keeps the last `limit` lines, so that a long run needs no more memory. */
export class Story {
  readonly #lines: StoryLine[] = [];
  readonly #limit: number;
  #dropped = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get recording(): boolean {
    return this.#limit > 0;
  }

  add(line: StoryLine): void {
    if (this.#limit === 0) return;
    this.#lines.push(line);
    if (this.#lines.length >= 2 * this.#limit) this.#dropped += this.#lines.splice(0, this.#limit).length;
  }

  get lines(): readonly StoryLine[] {
    return this.#lines.length <= this.#limit ? this.#lines : this.#lines.slice(-this.#limit);
  }

  /** The timeline as text: time, process, number of the step, event. */
  toString(): string {
    return formatStory(this.lines, this.#dropped + this.#lines.length - this.lines.length);
  }
}

/** Lines of a story as text, one below the other. */
export function formatStory(lines: readonly StoryLine[], dropped = 0): string {
  const width = Math.max(0, ...lines.map((line) => line.who.length));
  const rows = lines.map((line) => {
    const time = `${line.atMs} ms`.padStart(10);
    const step = (line.step === null ? "" : `#${line.step}`).padStart(5);
    return `${time}  ${line.who.padEnd(width)} ${step} ${MARKS[line.kind]} ${line.text}`;
  });
  if (dropped > 0) rows.unshift(`(${dropped} earlier lines are gone)`);
  return rows.join("\n");
}
