/** True only when the two types are the same, optional and readonly marks included. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only when the two types are the same: `same<Actual, Expected>(true)`. */
export const same = <A, B>(_: Equal<A, B>): void => {};
