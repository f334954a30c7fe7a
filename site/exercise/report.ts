import type { Paint } from "../../src/grading/report/paint.js";

/** Signs from Unicode's private use area: they mark words in a text until it has become HTML. */
const marks = { good: "\ue000", bad: "\ue001", faint: "\ue002", strong: "\ue003" } as const;
const end = "\ue00f";
const kinds = Object.entries(marks) as [keyof typeof marks, string][];

/** Marks the words that a terminal would color. */
export const markingPaint: Paint = {
  good: (text) => marks.good + text + end,
  bad: (text) => marks.bad + text + end,
  faint: (text) => marks.faint + text + end,
  strong: (text) => marks.strong + text + end,
};

/** A marked text as nodes for a page: a `span` with a class for each marked stretch, plain text for the rest. */
export function nodesOf(text: string): readonly Node[] {
  return text.split(end).flatMap((piece): Node[] => {
    for (const [kind, mark] of kinds) {
      const at = piece.indexOf(mark);
      if (at < 0) continue;
      const span = document.createElement("span");
      span.className = `is-${kind}`;
      span.textContent = withoutMarks(piece.slice(at + 1));
      return [document.createTextNode(withoutMarks(piece.slice(0, at))), span];
    }
    return [document.createTextNode(withoutMarks(piece))];
  });
}

const withoutMarks = (text: string): string => text.replace(/[\ue000-\ue00f]/g, "");
