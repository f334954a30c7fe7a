/** Columns that everything for people fits into. */
export const width = 80;
