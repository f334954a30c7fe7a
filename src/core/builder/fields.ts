/** Which fields of a row a step may name. Everything here is types: it leaves no code behind. */

/**
 * The part of a row whose fields have this type. A step asks for `keyof Only<Row, number>`: an error then prints the
 * names that fit, where an alias of that list would print its own name.
 */
export type Only<Row, Type> = { [K in keyof Row & string as [Row[K]] extends [Type] ? K : never]: Row[K] };

/** All of a row's fields: `keyof Every<Row>` too prints as a list of names. */
export type Every<Row> = { [K in keyof Row & string as K]: Row[K] };

/** What event time is read from: whole numbers, ISO 8601 text with a zone, or a `Date` (anything with `getTime`). */
export type Timestamp = number | string | { getTime(): number };

/** A value that groups rows. A null or missing key finds no group and no partner: docs/semantics.md, Joins. */
export type KeyValue = string | number | null | undefined;
/** What `filter(field, comparison, value)` compares. */
export type Comparable = string | number | boolean;

/** A name that is given already; an error message spelled as a type, because the compiler prints it. */
export interface NameIsTaken<Name> {
  readonly nameIsTaken: Name;
}
/** Two keys that can never be equal. */
export interface KeysOfDifferentTypes<Left, Right> {
  readonly leftKey: Left;
  readonly rightKey: Right;
}

/** Anything goes for a name that the row does not have yet. */
export type FreeName<Row, Name> = Name extends keyof Row ? NameIsTaken<Name> : unknown;

/** Anything goes when the two keys can be equal. */
export type SameKey<Left, Right> = [NonNullable<Left>] extends [NonNullable<Right>]
  ? unknown
  : [NonNullable<Right>] extends [NonNullable<Left>]
    ? unknown
    : KeysOfDifferentTypes<Left, Right>;
