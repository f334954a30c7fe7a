import { NotStarted } from "tidemark/exercises";

/** A record of the changelog: the table holds this value under this key from now on; `null` takes the key out. */
export interface Change {
  readonly key: string;
  readonly value: string | null;
}

/** What `enrich` made of a record: a reading, which has more fields than this one, or a dead record. */
export type Outcome =
  | { readonly ok: { readonly sensor_id: string } }
  | { readonly dead: { readonly reason: string } };

/** Anything that survives `JSON.parse(JSON.stringify(state))`: the type is yours. */
export type State = unknown;

/** The state before the first record. */
export const empty: State = null;

/**
 * Counts one record by its sensor, and says in the changelog what has changed.
 *
 * A reading raises the count of its sensor by one, and writes one change: the sensor as its key, the new count as its
 * value, in decimal digits. A dead record counts for no sensor, and writes nothing. So the changes of all steps up to now,
 * read from the first, always amount to the table. The state grows with the number of sensors, not of readings.
 *
 * Sensors have any names, "__proto__" too.
 */
export function countBySensor(
  state: State,
  outcome: Outcome,
): { state: State; changelog: Change[] } {
  throw new NotStarted();
}

/**
 * The state that a changelog amounts to, for whoever takes over: counting goes on as if it had never stopped.
 *
 * The last change of each key counts. The log may have been compacted, so that only that one is left; and somebody may have
 * deleted a sensor by a `null`, whose count then begins again at 1.
 */
export function restore(changelog: readonly Change[]): State {
  throw new NotStarted();
}
