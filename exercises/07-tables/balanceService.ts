import { NotStarted, type Stored } from "tidemark/exercises";

/** What the service knows: yours to choose, as long as JSON can hold it (no Set, no Map, no Infinity). */
export type State = unknown;

export interface Balance {
  readonly cliente_id: string;
  readonly saldo: number;
  readonly timestamp: string;
}

export type Answer =
  | { readonly status: 200; readonly body: Balance }
  | { readonly status: 404 | 503; readonly body: { readonly error: string } };

/**
 * The balances of customers, kept from the compacted topic `contas` (one partition) and asked for over HTTP: what stands
 * behind `GET /saldo/{cliente_id}`, without the HTTP.
 *
 * The service has a position: the offset of the next record that it expects, 0 at first. It is ready when its position
 * has reached `endOffset`, the end that the log had when the service started; an empty log is ready at once.
 *
 * The state is handed on from call to call, at times through JSON, as over a restart. Do not change it: give back another.
 *
 * @param endOffset one more than the offset of the log's last entry; 0 for an empty log
 */
export function start(endOffset: number): State {
  throw new NotStarted();
}

/**
 * Takes in one record of the log. The position moves on to its offset + 1. A record below the position has been taken in
 * before: it changes nothing.
 *
 * The key is the customer's id. A `null` value deletes the balance. Any other value should be the text of a JSON object
 * `{"cliente_id": …, "saldo": …, "timestamp": …}` whose cliente_id is the key, whose saldo is a number and whose timestamp
 * is a text; one that is not is skipped and counted, and the balance stays as it was.
 */
export function apply(state: State, record: Stored): State {
  throw new NotStarted();
}

/**
 * Moves the position on to that of the consumer, where it is further: compaction and the marks of transactions leave
 * offsets at which no record ever comes.
 */
export function advance(state: State, position: number): State {
  throw new NotStarted();
}

/** The balance of a customer (200), 404 where there is none, and 503 to every question until the service is ready. */
export function get(state: State, id: string): Answer {
  throw new NotStarted();
}

/** How many records have been skipped. */
export function skipped(state: State): number {
  throw new NotStarted();
}
