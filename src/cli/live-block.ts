/** What a block needs of a terminal. */
interface Screen {
  write(text: string): unknown;
  readonly columns?: number;
  readonly rows?: number;
}

/**
 * Lines at the end of a terminal that are written over whenever they change. They are cut to the screen: a line that
 * wraps, or a block higher than the screen, could not be taken back.
 */
export class LiveBlock {
  readonly #screen: Screen;
  #height = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  draw(lines: readonly string[]): void {
    // The terminal writes ^C behind the last line; that must not wrap either.
    const width = (this.#screen.columns ?? 80) - 3;
    const shown = lines.slice(0, (this.#screen.rows ?? 24) - 1).map((line) => line.slice(0, width));
    this.#screen.write(this.#erasing() + shown.join("\n"));
    this.#height = shown.length;
  }

  /** Takes the block away; what is written next stands in its place. */
  clear(): void {
    if (this.#height > 0) this.#screen.write(this.#erasing());
    this.#height = 0;
  }

  /** The cursor rests behind the block's last line: up to its first, then everything below is deleted. */
  #erasing(): string {
    if (this.#height === 0) return "";
    const up = this.#height > 1 ? `\u001b[${this.#height - 1}A` : "";
    return `\r${up}\u001b[0J`;
  }
}
