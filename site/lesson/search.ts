/** A section of a lesson: slug, lesson's title, anchor, heading, text. */
export type Section = readonly [slug: string, title: string, anchor: string, heading: string, text: string];

/** A section that holds every word that was asked for, with a piece of its text. */
export interface Hit {
  readonly href: string;
  readonly title: string;
  readonly excerpt: string;
}

const most = 12;
const excerptLength = 160;

/**
 * Finds the sections that hold all words; those whose heading holds them come first, then the lessons' own order.
 *
 * @param query words in any order and case; fewer than two letters find nothing
 */
export function search(sections: readonly Section[], query: string): readonly Hit[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word.length > 1);
  if (words.length === 0) return [];
  const holds = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const found = sections.filter(([, title, , heading, text]) => holds(`${title} ${heading} ${text}`));
  const [first, rest] = [found.filter((section) => holds(section[3])), found.filter((section) => !holds(section[3]))];
  return [...first, ...rest].slice(0, most).map(([slug, title, anchor, heading, text]) => ({
    href: `${slug}/index.html#${anchor}`,
    title: heading === title ? title : `${title} · ${heading}`,
    excerpt: excerpt(text, words),
  }));
}

function excerpt(text: string, words: readonly string[]): string {
  const places = words.map((word) => text.toLowerCase().indexOf(word)).filter((at) => at >= 0);
  const from = Math.max(0, Math.min(...(places.length === 0 ? [0] : places)) - 40);
  const piece = text.slice(from, from + excerptLength).trim();
  return `${from > 0 ? "… " : ""}${piece}${from + excerptLength < text.length ? " …" : ""}`;
}
