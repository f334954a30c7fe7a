/** Colors for a terminal, or none: NO_COLOR, a pipe and `TERM=dumb` get plain text that says the same. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  faint(text: string): string;
  strong(text: string): string;
}

const plain: Paint = { good: same, bad: same, faint: same, strong: same };

function same(text: string): string {
  return text;
}

const code =
  (open: number, close: number) =>
  (text: string): string =>
    `\u001b[${open}m${text}\u001b[${close}m`;

const colored: Paint = { good: code(32, 39), bad: code(31, 39), faint: code(2, 22), strong: code(1, 22) };

export function paint(color: boolean): Paint {
  return color ? colored : plain;
}

/** Whether a stream wants colors, as no-color.org and FORCE_COLOR have it. */
export function wantsColor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "0") return true;
  return stream.isTTY === true && env.TERM !== "dumb";
}
