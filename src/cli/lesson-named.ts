import { withTwoDigits } from "../grading/kit/select.js";

/**
 * The lessons that a word means: `4`, `04`, `04-watermarks`, or the beginning of a name. Several where the word is the
 * beginning of several; none where it is of none.
 */
export function lessonsNamed<Lesson>(all: readonly Lesson[], word: string, nameOf: (one: Lesson) => string): Lesson[] {
  const wanted = withTwoDigits(word);
  return all.filter((one) => nameOf(one).startsWith(wanted));
}
