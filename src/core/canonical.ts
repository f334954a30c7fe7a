/**
 * The canonical form of a value: JSON with the fields of objects in order of their code units. Equal values have equal
 * bytes, whatever order their fields were written in. `undefined` in an object is left out, elsewhere it is null.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) {
    return typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? "null");
  }
  if ("toJSON" in value && typeof value.toJSON === "function") return canonicalJson(value.toJSON());
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const fields: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const field = (value as { readonly [name: string]: unknown })[name];
    if (field !== undefined) fields.push(`${JSON.stringify(name)}:${canonicalJson(field)}`);
  }
  return `{${fields.join(",")}}`;
}

/** Orders two texts as their UTF-8 bytes stand: by code points, not by code units. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return aboveSurrogates(left) - aboveSurrogates(right);
  }
  return a.length - b.length;
}

/** Surrogates (D800–DFFF) stand for code points above all others: lift them there, and let what was above sink. */
const aboveSurrogates = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

/** Orders keys by the code units of their text, the same in every locale; a number before an equal text. */
export function compareKeys(a: unknown, b: unknown): number {
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  const left = String(a);
  const right = String(b);
  if (left !== right) return left < right ? -1 : 1;
  const types = [typeof a, typeof b];
  return types[0] === types[1] ? 0 : types[0]! < types[1]! ? -1 : 1;
}

/** Puts keys in the order of `compareKeys`, in place. */
export function sortKeys<Key extends string | number | boolean>(keys: Key[]): Key[] {
  // without a comparison function, sort compares texts by code units, and much faster
  return keys.every((key) => typeof key === "string") ? keys.sort() : keys.sort(compareKeys);
}
