/**
 * Whole numbers of a JSON text beyond ±(2⁵³ − 1); a double cannot tell neighbors apart there. "number": the nearest
 * double, as `JSON.parse` reads them; so 9007199254740993 and 9007199254740992 become one id. "text": their digits.
 */
export type BigIntegers = "number" | "text";

/** A text in quotes, or a number. */
const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** The JSON text with each whole number that a double may not hold exactly in quotes. */
export function bigIntegersAsText(json: string): string {
  if (!/\d{16}/.test(json)) return json;
  return json.replace(tokens, (token) =>
    /^-?[1-9]\d{15,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}
