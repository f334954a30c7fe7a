export type { Change, TableRow } from "./changes.js";
export { type Compaction, compact, type StoredWrite } from "./compact.js";
export { foldTable, type Write } from "./fold-table.js";
export { ForeignKeyJoin } from "./foreign-key-join.js";
export { TableGroups } from "./table-groups.js";
export { TableTableJoin } from "./table-table-join.js";
