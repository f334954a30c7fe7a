export { type Compaction, compact, type StoredWrite } from "./compact.js";
export { foldTable, type Write } from "./fold-table.js";
