import { loadOptional } from "../optional/index.js";
import type { EventLogger } from "../worker/index.js";

/** The levels of a log, the quietest last. */
export const logLevels = ["trace", "debug", "info", "warn", "error", "silent"] as const;
/** A level of a log, by pino's names. */
export type LogLevel = (typeof logLevels)[number];

/** Settings of a structured logger; all may be left out. */
export interface StructuredLoggerOptions {
  /** The least important level to log; "info" when left out. */
  readonly level?: LogLevel;
  /** Takes a line; standard error when left out. */
  readonly write?: (line: string) => void;
  /** True for lines for people in place of JSON. When left out: true where standard error is a terminal. */
  readonly pretty?: boolean;
  /** Milliseconds since the epoch; the machine's clock when left out. */
  readonly now?: () => number;
}

/**
 * A logger for `logEvents`: pino's lines of JSON for programs, one line of words for people.
 *
 * @param options settings
 * @throws RangeError for an unknown level
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { logEvents, structuredLogger } from "tidemark";
 *
 * const lines: string[] = [];
 * const logger = await structuredLogger({ level: "info", now: () => 0, write: (line) => lines.push(line) });
 * logEvents(logger)({ kind: "started", group: "shop", stages: ["sales"] });
 * logEvents(logger)({ kind: "committed", tasks: 1, records: 7 }); // is debug: left out
 * const { level, event, group } = JSON.parse(lines[0]!);
 * assert.deepEqual([lines.length, level, event, group], [1, "info", "started", "shop"]);
 * ```
 */
export async function structuredLogger({
  level = "info",
  write = (line) => process.stderr.write(`${line}\n`),
  pretty = process.stderr.isTTY === true,
  now = Date.now,
}: StructuredLoggerOptions = {}): Promise<EventLogger> {
  if (!logLevels.includes(level))
    throw new RangeError(`there is no log level "${level}". There are: ${logLevels.join(", ")}`);
  const { pino } = await loadOptional<typeof import("pino")>("pino", "A structured log");
  const settings = {
    level,
    base: null,
    timestamp: () => `,"time":${now()}`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = pino(settings, {
    write: (text: string) => write(pretty ? inWords(JSON.parse(text) as Logged) : text.trimEnd()),
  });
  return { debug: logger.debug.bind(logger), info: logger.info.bind(logger), warn: logger.warn.bind(logger) };
}

interface Logged {
  readonly level: string;
  readonly time: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** `10:30:45.123 info  the worker has joined its group  group=shop stages=["sales"]` */
function inWords({ level, time, msg, ...fields }: Logged): string {
  const said = Object.entries(fields)
    .filter(([name]) => name !== "event")
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return [new Date(time).toISOString().slice(11, 23), level.padEnd(5), msg, said.join(" ")].join(" ").trimEnd();
}
