import { NotStarted } from "tidemark/exercises";

export interface ParsedSale {
  readonly user_id: string;
  readonly product_id: string;
  readonly amount: number;
  /** As it was written. */
  readonly timestamp: string;
  /** The same moment in milliseconds since 1970 began in UTC. */
  readonly eventTime: number;
}

/**
 * Reads the value of a record: a sale with types, or a dead letter with the reason. It throws for no text.
 *
 * A sale is a JSON object whose `user_id` and `product_id` are texts, whose `amount` is a finite number and whose
 * `timestamp` is a text. Empty texts, 0 and negative amounts are ordinary; 1e999 is JSON, and not finite. Other fields
 * are left out. A field that is missing, `null` or of another kind makes a dead letter: "12" is no number.
 *
 * A timestamp is written `2025-10-14T10:00:00`, then perhaps a point and three digits of milliseconds, then perhaps a
 * zone: `Z`, or `+02:00` or `-05:30` with hours to 23 and minutes to 59. Without a zone it is in UTC. Any other text is
 * dead, also one with a day or a time that no calendar has, such as 30 February, the 29th in a year that is no leap
 * year, or 24:00:00. The years that you are asked about are 1900 to 2099.
 *
 * The reason is any text but the empty one.
 */
export function parseSale(value: string): { readonly ok: ParsedSale } | { readonly dead: { readonly reason: string } } {
  throw new NotStarted();
}
