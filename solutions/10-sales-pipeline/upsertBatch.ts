export interface Row {
  readonly key: string;
  readonly revision: number;
  readonly amount: number;
}

export interface Saved {
  readonly table: Readonly<Record<string, Row>>;
  readonly lastBatch: number;
}

/** A copy of the table, changed row by row, and returned together with the id. */
export function upsertBatch(saved: Saved, batch: { readonly id: number; readonly rows: readonly Row[] }): Saved {
  if (batch.id <= saved.lastBatch) return saved;
  const table = { ...saved.table };
  for (const row of batch.rows) {
    const known = Object.hasOwn(table, row.key) ? table[row.key] : undefined;
    if (known === undefined || row.revision >= known.revision) table[row.key] = row;
  }
  return { table, lastBatch: batch.id };
}
