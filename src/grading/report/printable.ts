/**
 * A name as it can be shown: whatever moves the cursor, changes colors, ends a line or turns the direction of writing
 * becomes visible, such as `\u{1b}`. Names of files and folders are chosen by others, and one of them could forge a
 * line of results.
 */
export function printable(text: string): string {
  return text.replace(unseen, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** Controls, lone surrogates, line separators, and what is invisible or reorders text. */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cf}]/gu;
