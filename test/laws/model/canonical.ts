/** A value as canonical JSON text (fields in code-unit order): what ties are broken by, and what makes two values one. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).sort(([a], [b]) => compareCodeUnits(a, b));
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

export const compareCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By the UTF-8 bytes of the canonical text. */
export const compareBytes = (a: unknown, b: unknown): number =>
  Buffer.compare(Buffer.from(canonical(a)), Buffer.from(canonical(b)));

/** Keys in the order in which things fire. */
export const compareKeys = (a: string | number, b: string | number): number => compareCodeUnits(String(a), String(b));
