/**
 * A wrong use of something here: a value out of its range, a name that is not there. Its message says what was expected, what
 * was got and what to try, so it is shown without a stack. A plain RangeError is a mistake of the code that threw it.
 */
export class UsageError extends RangeError {
  override readonly name = "UsageError";
}
