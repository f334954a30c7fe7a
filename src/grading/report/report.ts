import { wrap } from "../../charts/wrap.js";
import type { Graded } from "../grade/grade-exercise.js";
import { anomalies } from "../judge/anomalies.js";
import type { Failure, Verdict } from "../judge/outcome.js";
import { timelineText } from "../judge/timeline.js";
import type { Paint } from "./paint.js";
import { type TimelinePicture, timelinePicture } from "./timeline-picture.js";

/** Columns of a report that goes to no terminal. */
const usualWidth = 80;
/** Sentences are not wider than this, however wide the terminal is: a table may be. */
const proseWidth = 100;
/** Lines shown of one answer. */
const linesShown = 7;
const marks: Readonly<Record<Verdict, string>> = {
  passed: "✓",
  failed: "✗",
  "not-started": "·",
  unknown: "?",
  broken: "✗",
  hung: "✗",
  crashed: "✗",
};

const counted = ["passed", "failed", "broken", "hung", "crashed", "unknown", "not-started"] as const;

/** `04-watermarks/advanceWatermark` as one types it: `04/advanceWatermark`. */
export const shortId = (id: string): string => id.replace(/^(\d\d)-[^/]+/, "$1");

/**
 * The whole report: one screen of what is done, failing and not started, then the first failure in full.
 *
 * @param broker the real broker that was asked for; `null`: none was
 * @param width columns of the terminal; 80 when left out
 */
export function reportText(
  graded: readonly Graded[],
  paint: Paint,
  broker: string | null = null,
  width: number = usualWidth,
): string {
  const first = graded.find(({ failure }) => failure !== null);
  const page: Page = { paint, width, prose: Math.min(width, proseWidth) };
  return [
    ...overview(graded, page),
    ...onBroker(graded, broker, page),
    "",
    ...(first === undefined ? next(graded) : failureLines(first, page)),
  ]
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd()
    .concat("\n");
}

interface Page {
  readonly paint: Paint;
  /** Columns for tables and pictures. */
  readonly width: number;
  /** Columns for sentences. */
  readonly prose: number;
}

function overview(graded: readonly Graded[], { paint, prose: width }: Page): string[] {
  const lessons = [...new Set(graded.map(({ id }) => id.split("/")[0] ?? ""))];
  const label = Math.max(...lessons.map((lesson) => lesson.length), 0) + 2;
  const lines = lessons.flatMap((lesson) => {
    const words = graded.filter(({ id }) => id.startsWith(`${lesson}/`)).map((one) => entry(one, paint));
    return rows(words, width - label).map((row, index) => `${(index === 0 ? lesson : "").padEnd(label)}${row}`);
  });
  const counts = counted
    .map((verdict) => [verdict, graded.filter((one) => one.verdict === verdict).length] as const)
    .filter(([verdict, count]) => count > 0 || verdict === "passed")
    .map(([verdict, count]) => `${count} ${verdict.replace("-", " ")}`);
  return ["", ...lines, "", paint.strong(counts.join(", "))];
}

/** Which exercises ran on the real broker: whoever asked for it hears where it had nothing to do. */
function onBroker(graded: readonly Graded[], broker: string | null, { prose: width }: Page): string[] {
  if (broker === null) return [];
  const ran = graded.filter(({ properties }) => properties.some(({ name }) => name === "kafka"));
  const without = graded.filter((one) => one.verdict === "passed" && !ran.includes(one));
  const names = (some: readonly Graded[]): string => some.map(({ id }) => shortId(id)).join(", ");
  return [
    ...wrap(`on ${broker}: ${ran.length === 0 ? "nothing" : names(ran)}`, width),
    ...(without.length === 0 ? [] : wrap(`without a pipeline of their own: ${names(without)}`, width)),
  ];
}

interface Word {
  readonly text: string;
  readonly painted: string;
}

function entry({ id, verdict }: Graded, paint: Paint): Word {
  const name = id.split("/")[1] ?? id;
  const extra = verdict === "passed" || verdict === "failed" || verdict === "not-started" ? "" : ` (${verdict})`;
  const text = `${marks[verdict]} ${name}${extra}`;
  const color = verdict === "passed" ? paint.good : verdict === "not-started" ? paint.faint : paint.bad;
  return { text, painted: color(text) };
}

/** Words in rows that fit, counted without their colors. */
function rows(words: readonly Word[], room: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const { text, painted } of words) {
    if (used > 0 && used + 2 + text.length > room) {
      lines.push(line);
      line = "";
      used = 0;
    }
    line = used === 0 ? painted : `${line}  ${painted}`;
    used += text.length + (used === 0 ? 0 : 2);
  }
  return [...lines, line];
}

function next(graded: readonly Graded[]): string[] {
  const open = graded.find(({ verdict }) => verdict === "not-started");
  if (open === undefined) return [];
  return [`next   exercises/${open.id}.ts`, `then   npm test exercises ${shortId(open.id)}`];
}

function failureLines(graded: Graded, page: Page): string[] {
  const { id, verdict, failure } = graded;
  if (failure === null) return [];
  const { paint, prose } = page;
  const title = `── ${shortId(id)} `;
  return [
    paint.strong(title) + paint.faint("─".repeat(Math.max(0, prose - title.length))),
    "",
    ...wrap(failure.says, prose).map(paint.strong),
    ...heldLines(graded, page),
    "",
    ...timelineLines(failure, page),
    ...expectedAndGot(failure, page),
    ...anomalyLines(failure, page),
    ...printedLines(graded, page),
    ...commands(id, verdict, failure, paint),
  ];
}

/** How far one has come: a learner who mends one property after the other sees the number grow. */
function heldLines({ verdict, properties }: Graded, { paint }: Page): string[] {
  if (verdict !== "failed" || properties.length < 2) return [];
  const held = properties.filter((property) => property.held).length;
  return [paint.faint(`${held} of ${properties.length} properties hold`)];
}

/** The table with the picture beside it, one line for each row; where there is no room, the picture below. */
function timelineLines({ timeline }: Failure, { paint, width }: Page): string[] {
  if (timeline.length === 0) return [];
  const room = width - 4;
  const table = timelineText(timeline, room);
  const isTable = table.length === timeline.length + 1;
  const tableWidth = Math.max(...table.map((line) => line.length));
  const beside = isTable ? timelinePicture(timeline, Math.min(widestPicture, room - tableWidth - 3)) : null;
  const below = beside === null ? timelinePicture(timeline, Math.min(widestPicture, room - 4)) : null;
  const lines = [
    ...table.map((line, index) => `${line.padEnd(tableWidth + 3)}${drawnLines(beside)[index] ?? ""}`),
    ...(below === null
      ? []
      : ["", ...drawnLines(below).map((line, index) => `  ${index === 0 ? " " : index} ${line}`)]),
  ].map((line) => `  ${line}`.trimEnd());
  const legend = (beside ?? below)?.legend;
  return [
    ...lines.map((line) => (line.startsWith("  >") ? paint.bad(line) : line)),
    ...(legend === undefined ? [] : [...wrap(legend, width - 4).map((line) => paint.faint(`    ${line}`))]),
    "",
  ];
}

const drawnLines = (picture: TimelinePicture | null): string[] =>
  picture === null ? [] : [picture.heading, ...picture.rows];

const widestPicture = 72;

function labelled(label: string, text: string, color: (text: string) => string, width: number): string[] {
  const all = wrap(text, width - 12);
  const more = all.length - linesShown;
  const lines = more > 1 ? [...all.slice(0, linesShown), `… and ${more} lines more`] : all;
  return lines.map((line, index) => `  ${(index === 0 ? label : "").padEnd(10)}${color(line)}`);
}

function expectedAndGot({ expected, got }: Failure, { paint, width }: Page): string[] {
  return [
    ...(expected === null ? [] : labelled("expected", expected, paint.good, width)),
    ...labelled("got", got, paint.bad, width),
    "",
  ];
}

function anomalyLines({ anomaly, note }: Failure, { paint, prose }: Page): string[] {
  const lines = [
    ...(anomaly === null ? [] : wrap(`${anomaly}: ${anomalies[anomaly]}.`, prose)),
    ...(note === null ? [] : wrap(note, prose)),
  ];
  if (anomaly !== null && lines[0] !== undefined) lines[0] = lines[0].replace(anomaly, paint.strong(anomaly));
  return lines.length === 0 ? [] : [...lines, ""];
}

/** Lines shown of the output. */
const printedShown = 8;

function printedLines({ printed, failure }: Graded, { width }: Page): string[] {
  if (printed === "") return [];
  const lines = printed.split("\n").filter((line) => line !== "");
  const shown = lines.slice(0, printedShown).flatMap((line) => wrap(line, width - 4).slice(0, 2));
  const more = lines.length - printedShown;
  return [
    failure?.replay === null ? "your code printed:" : "your code printed in this case:",
    ...shown.map((line) => `  | ${line}`),
    ...(more > 0 ? [`  … and ${more} lines more`] : []),
    "",
  ];
}

function commands(id: string, verdict: Verdict, failure: Failure, paint: Paint): string[] {
  const short = shortId(id);
  const again =
    failure.replay === null
      ? `npm test exercises ${short}`
      : `npm test exercises ${short} -- --replay ${failure.replay}`;
  const lines = [`${paint.faint(failure.replay === null ? "again      " : "this case  ")}${again}`];
  if (verdict !== "broken") lines.push(`${paint.faint("next hint  ")}npx tidemark hint ${short}`);
  return lines;
}
