import type { Aggregates, EmitSpec, EventTimeSpec, PlanStep, SelectedFields, WindowSpec } from "../plan.js";
import { formatDuration as time } from "./format-duration.js";

const eventTime = (spec: EventTimeSpec): string =>
  [
    `event time ${spec.field}${spec.unit === undefined ? "" : ` in ${spec.unit}`}, up to ${time(spec.outOfOrdernessMs)} out of order`,
    ...(spec.idleAfterMs === null ? [] : [`idle after ${time(spec.idleAfterMs)}`]),
    ...(spec.whenIdle === "close" ? ["by the clock while all inputs are idle"] : []),
    ...(spec.maxFutureMs === null ? [] : [`at most ${time(spec.maxFutureMs)} in the future`]),
    ...(spec.maxJumpMs === null ? [] : [`jumps of at most ${time(spec.maxJumpMs)}`]),
    ...(spec.jumpConfirmations === null ? [] : [`believed after ${spec.jumpConfirmations}`]),
  ].join(", ");

const recordKey = ({ recordKey }: PlanStep & { readonly op: "table" }): string =>
  recordKey === undefined ? "" : recordKey === "json" ? ", its record key in JSON" : ", its record key by a schema";

const offset = (ms: number): string => (ms === 0 ? "" : `, offset ${time(ms)}`);

const window = (spec: WindowSpec): string => {
  switch (spec.kind) {
    case "tumbling":
      return `tumbling windows of ${time(spec.sizeMs)}${offset(spec.offsetMs)}`;
    case "hopping":
      return `hopping windows of ${time(spec.sizeMs)} every ${time(spec.hopMs)}${offset(spec.offsetMs)}`;
    case "sliding":
      return `sliding windows of ${time(spec.differenceMs)}, both ends inclusive`;
    case "session":
      return `sessions with a gap of at most ${time(spec.gapMs)}`;
  }
};

const emit = (spec: EmitSpec): string => {
  switch (spec.kind) {
    case "final":
      return "a result when a window closes";
    case "updates":
      return "a result at each change";
    case "early":
      return `partial results every ${time(spec.everyMs)}, then the final one`;
    case "complete":
      return "the whole table at each trigger";
  }
};

const lateness = (ms: number): string => (ms === 0 ? "" : `; late events are taken for ${time(ms)} more`);

const aggregates = (specs: Aggregates): string =>
  Object.entries(specs)
    .map(([name, spec]) => {
      if (spec.kind === "count") return `${name} = count`;
      return `${name} = ${spec.kind}(${spec.field}${spec.kind === "topK" ? `, ${spec.k}` : ""})`;
    })
    .join(", ");

const selected = (fields: SelectedFields): string =>
  Object.entries(fields)
    .map(([name, { side, field }]) => `${name} = ${side}.${field}`)
    .join(", ");

/** What a step does, in a line for people. */
export function describeStep(step: PlanStep): string {
  switch (step.op) {
    case "stream":
      return `read events of topic ${step.topic}${step.key === null ? "" : `, keyed by ${step.key}, so each partition goes by its own watermark`}; ${eventTime(step.eventTime)}`;
    case "table":
      return `read topic ${step.topic} as a table by ${step.key}${recordKey(step)}${step.eventTime === null ? "" : `, its versions kept; ${eventTime(step.eventTime)}`}`;
    case "filter":
      return `keep rows where ${step.field} ${step.comparison} ${JSON.stringify(step.value)}`;
    case "filterFunction":
      return "keep rows for which a function says so";
    case "mapFunction":
      return "make another row of each by a function";
    case "select":
      return `keep ${Object.entries(step.fields)
        .map(([name, field]) => (name === field ? name : `${name} = ${field}`))
        .join(", ")}`;
    case "keyBy":
      return `group by ${step.field}`;
    case "lookup":
      return `look ${step.on} up in the fixed table ${step.table}, add it as ${step.as}; unmatched: ${step.unmatched === "null" ? "null" : "dead letter"}`;
    case "dedup":
      return `let the first of each ${step.field} pass, remembered for ${time(step.horizonMs)}`;
    case "window":
      return `${window(step.window)}: ${aggregates(step.aggregates)}; ${emit(step.emit)}${lateness(step.latenessMs)}`;
    case "aggregate":
      return `a table by key: ${aggregates(step.aggregates)}`;
    case "groupTable":
      return `group the table by ${step.field}: ${aggregates(step.aggregates)}`;
    case "joinStreams":
      return `${step.kind} join, right from ${time(-step.beforeMs)} to ${time(step.afterMs)} after left: ${selected(step.select)}${lateness(step.latenessMs)}`;
    case "joinTable":
      return `${step.kind} join with the table as it stands: ${selected(step.select)}`;
    case "joinAsOf":
      return `${step.kind} join with the version valid at the event's time: ${selected(step.select)}${lateness(step.latenessMs)}`;
    case "joinTables":
      return `${step.kind} join of tables by key: ${selected(step.select)}`;
    case "joinForeignKey":
      return `${step.kind} join of tables by ${step.field}: ${selected(step.select)}`;
    case "sink":
      return `write to topic ${step.topic}`;
    case "internalSink":
      return `write to internal topic ${step.topic}, keyed anew`;
    case "tableMoves":
      return `tell groups by ${step.field} which rows enter and leave them`;
    case "groupMoves":
      return `group the table by ${step.field} as told: ${aggregates(step.aggregates)}`;
    case "foreignKeyLeft":
      return `${step.kind} join of tables by ${step.field}, asked for through internal topic ${step.topic}: ${selected(step.select)}`;
    case "foreignKeyRight":
      return "answer to rows that name one of this table";
    case "internalSource":
      return `read internal topic ${step.topic}`;
  }
}
