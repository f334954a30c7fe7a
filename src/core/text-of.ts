/** What a user's function has thrown or answered, as a text. It may be anything, also what no text can be made of. */
export function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return `something of type ${typeof value} that no text can be made of`;
  }
}

/** A value as JSON where it has such a form, for messages. */
export function shown(value: unknown): string {
  try {
    return JSON.stringify(value) ?? textOf(value);
  } catch {
    return textOf(value);
  }
}

/** What a message says that it got: an object by its kind alone, however large it is; texts and numbers as they are. */
export function described(value: unknown): string {
  if (typeof value === "number" || value === null || value === undefined) return String(value);
  if (typeof value === "string") return `the text ${JSON.stringify(value)}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
