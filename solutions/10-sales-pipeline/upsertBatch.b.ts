export interface Row {
  readonly key: string;
  readonly revision: number;
  readonly amount: number;
}

export interface Saved {
  readonly table: Readonly<Record<string, Row>>;
  readonly lastBatch: number;
}

/** All rows in one list, the table's first; of each key the newest is kept, and of equal ones the later. */
export function upsertBatch(saved: Saved, batch: { readonly id: number; readonly rows: readonly Row[] }): Saved {
  const isNew = batch.id > saved.lastBatch;
  const newest = new Map<string, Row>();
  for (const row of [...Object.values(saved.table), ...(isNew ? batch.rows : [])]) {
    if (row.revision >= (newest.get(row.key)?.revision ?? 0)) newest.set(row.key, row);
  }
  return { table: Object.fromEntries(newest), lastBatch: Math.max(saved.lastBatch, batch.id) };
}
