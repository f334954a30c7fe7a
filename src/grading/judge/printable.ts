/**
 * A text on one line as it can be shown: whatever moves the cursor, changes colors, ends a line or turns the direction of
 * writing becomes visible, such as `\u{1b}`. Names of files, and what a learner's code answers, prints or throws, are
 * chosen by others, and one of them could forge a line of results.
 */
export function printable(text: string): string {
  return text.replace(unseen, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** Controls, lone surrogates, line separators, and what is invisible or reorders text. */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cf}]/gu;

/** The same for a text of several lines: its line ends stay, and a tab is two spaces. */
export const printableLines = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => printable(line.replaceAll("\t", "  ")))
    .join("\n");
