/**
 * The names that an exercise finds besides those of the language itself. The compiler is told of these and no others;
 * src/grading/sandbox/realm.ts makes them.
 */

/** Shows values while an exercise is graded: the report has the lines that belong to its case. */
declare const console: {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  table(value: unknown): void;
  dir(value: unknown): void;
  trace(...values: unknown[]): void;
  assert(condition: unknown, ...values: unknown[]): void;
};

/** A copy of plain data, of a Map, a Set or bytes, to the bottom. */
declare function structuredClone<T>(value: T): T;

/** Text as bytes in UTF-8. */
declare class TextEncoder {
  encode(text?: string): Uint8Array;
}

/** Bytes in UTF-8 as text. */
declare class TextDecoder {
  decode(bytes?: Uint8Array): string;
}
