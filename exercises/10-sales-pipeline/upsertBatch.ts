import { NotStarted } from "tidemark/exercises";

/** A row of the table. A later revision of a row replaces an earlier one. */
export interface Row {
  readonly key: string;
  /** 0 for the first; larger is newer. */
  readonly revision: number;
  readonly amount: number;
}

/** The table by key, and the id of the last batch that is in it: −1 before the first. Both are saved by one write. */
export interface Saved {
  readonly table: Readonly<Record<string, Row>>;
  readonly lastBatch: number;
}

/**
 * Writes a batch into the table, so that it counts once however often it comes.
 *
 * Batches come in the order of their ids. After a crash one may come again, and then it may hold other rows than the
 * first time: a batch whose id is not above `lastBatch` changes nothing, whatever it holds. Otherwise each row is put
 * under its key, unless the table has a newer revision of it; an equal revision is replaced. Then `lastBatch` is the
 * batch's id, also when the batch is empty.
 *
 * Keys are any texts but "__proto__". What you are given stays as it is.
 */
export function upsertBatch(saved: Saved, batch: { readonly id: number; readonly rows: readonly Row[] }): Saved {
  throw new NotStarted();
}
