/**
 * A copy of what is written by name: aggregates, selected fields.
 *
 * @throws TypeError for `{ __proto__: … }`, which names no field but gives the object a prototype
 */
export function byName<Written extends object>(written: Written): Written {
  const prototype: unknown = Object.getPrototypeOf(written);
  // every realm's own Object.prototype has none above it
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError('a field cannot be called "__proto__". Try: another name');
  }
  return { ...written };
}
