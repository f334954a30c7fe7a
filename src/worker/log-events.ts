import type { WorkerEvent } from "./events.js";

/** The part of a logger that is needed; pino's has it. */
export interface EventLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/**
 * Turns a worker's events into structured log lines: `worker(plan, log, { observe: logEvents(logger) })`.
 *
 * Frequent events (commits) are debug, events that an operator asks about later are info, and problems are warn.
 */
export const logEvents =
  (logger: EventLogger) =>
  ({ kind, ...fields }: WorkerEvent): void =>
    logger[levels[kind]]({ event: kind, ...fields }, messages[kind]);

const levels: Readonly<Record<WorkerEvent["kind"], keyof EventLogger>> = {
  started: "info",
  resumed: "info",
  revoked: "info",
  committed: "debug",
  "store-failed": "warn",
  "store-unused": "warn",
  "offsets-forgotten": "warn",
  "input-lost": "warn",
  "all-dead": "warn",
  "suspicious-times": "warn",
  recovering: "warn",
  "sink-opened": "info",
  sunk: "debug",
  "sink-missed": "warn",
  stopped: "info",
};

const messages: Readonly<Record<WorkerEvent["kind"], string>> = {
  started: "the worker has joined its group",
  resumed: "a task begins, with the state that it had",
  revoked: "partitions were given to somebody else",
  committed: "outputs, state and offsets are committed",
  "store-failed": "the local copy of state could not be written; the next start reads the whole changelog",
  "store-unused": "the local copy of a task's state is not used; its state is read from the log",
  "suspicious-times": "the event times are implausible; Try: eventTime(…, { unit }) with the unit that is suspected",
  "all-dead": "no record of a topic can be used: does its schema fit?",
  "input-lost": "input was deleted before it was read; results lack it",
  "offsets-forgotten":
    "there is state but no committed offset of an input: its topic was made anew, or the group's offsets have expired",
  recovering: "something is away; uncommitted work is forgotten and done again",
  "sink-opened": "a sink goes on at its own place in the partition",
  sunk: "a batch is in the sink",
  "sink-missed": "records were deleted before the sink had them",
  stopped: "the worker has left its group",
};
