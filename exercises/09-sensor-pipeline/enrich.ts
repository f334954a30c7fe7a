import { NotStarted } from "tidemark/exercises";

/** A reading with its status; `timestamp` is in milliseconds since the epoch. */
export interface EnrichedReading {
  readonly sensor_id: string;
  readonly temperature: number;
  readonly timestamp: number;
  readonly status: "normal" | "warning" | "critical";
}

export type Enriched = { readonly ok: EnrichedReading } | { readonly dead: { readonly reason: string } };

export interface Limits {
  readonly warning: number;
  readonly critical: number;
}

/**
 * Makes a typed reading with its status of what stood in a record, or says why it is dead.
 *
 * A reading is an object with a `sensor_id`, a text that is not empty; a `temperature`, a finite number; and a `timestamp`,
 * a text in UTC as `toISOString` writes it, "2025-10-14T10:00:00.000Z". A text without a zone is no time, and neither is a
 * day that no calendar has, as 30 February. (Other forms with a zone may be taken or not: no sensor sends them.) A good
 * reading comes out with its status and these three fields, the time in milliseconds since the epoch; other fields stay
 * behind.
 *
 * The status is "critical" above the critical limit, else "warning" above the warning limit, else "normal". A reading
 * exactly at a limit has not passed it.
 *
 * All else is dead: `null` for the reason "null-value", anything that is no reading for the reason "invalid". Nothing is
 * thrown.
 *
 * @param raw any value of JSON; a number too large for JSON.parse is Infinity
 * @param limits warning < critical, in the unit of the temperature
 */
export function enrich(raw: unknown, limits: Limits): Enriched {
  throw new NotStarted();
}
