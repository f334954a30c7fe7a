/**
 * Whether two rows hold the same values, nested ones included. Fields may stand in any order; 0 and −0 are the same, and so are
 * two `NaN`.
 */
export function sameRow(a: unknown, b: unknown): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as { readonly [field: string]: unknown };
  const right = b as { readonly [field: string]: unknown };
  const fields = Object.keys(left);
  if (fields.length !== Object.keys(right).length) return false;
  // What has no fields of its own (a date) is told apart by its JSON.
  if (fields.length === 0) return JSON.stringify(a) === JSON.stringify(b);
  for (const field of fields) {
    if (!Object.hasOwn(right, field) || !sameRow(left[field], right[field])) return false;
  }
  return true;
}
