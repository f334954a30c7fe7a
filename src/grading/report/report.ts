import { wrap } from "../../charts/wrap.js";
import type { Graded } from "../grade/grade-exercise.js";
import { anomalies } from "../judge/anomalies.js";
import type { Failure, Verdict } from "../judge/outcome.js";
import { timelineText } from "../judge/timeline.js";
import type { Paint } from "./paint.js";

const width = 80;
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
 */
export function reportText(graded: readonly Graded[], paint: Paint, broker: string | null = null): string {
  const first = graded.find(({ failure }) => failure !== null);
  return [
    ...overview(graded, paint),
    ...onBroker(graded, broker),
    "",
    ...(first === undefined ? next(graded) : failureLines(first, paint)),
  ]
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd()
    .concat("\n");
}

function overview(graded: readonly Graded[], paint: Paint): string[] {
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
function onBroker(graded: readonly Graded[], broker: string | null): string[] {
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

function failureLines({ id, verdict, failure, printed }: Graded, paint: Paint): string[] {
  if (failure === null) return [];
  const title = `── ${shortId(id)} `;
  return [
    paint.strong(title) + paint.faint("─".repeat(width - title.length)),
    "",
    ...wrap(failure.says, width).map(paint.strong),
    "",
    ...timelineLines(failure, paint),
    ...expectedAndGot(failure, paint),
    ...anomalyLines(failure, paint),
    ...printedLines(printed),
    ...commands(id, verdict, failure, paint),
  ];
}

function timelineLines({ timeline }: Failure, paint: Paint): string[] {
  if (timeline.length === 0) return [];
  const lines = timelineText(timeline, width - 4).map((line) => `  ${line}`);
  return [...lines.map((line) => (line.startsWith("  >") ? paint.bad(line) : line)), ""];
}

function labelled(label: string, text: string, color: (text: string) => string): string[] {
  const room = width - 12;
  const all = wrap(text, room);
  const more = all.length - linesShown;
  const lines = more > 1 ? [...all.slice(0, linesShown), `… and ${more} lines more`] : all;
  return lines.map((line, index) => `  ${(index === 0 ? label : "").padEnd(10)}${color(line)}`);
}

function expectedAndGot({ expected, got }: Failure, paint: Paint): string[] {
  return [
    ...(expected === null ? [] : labelled("expected", expected, paint.good)),
    ...labelled("got", got, paint.bad),
    "",
  ];
}

function anomalyLines({ anomaly, note }: Failure, paint: Paint): string[] {
  const lines = [
    ...(anomaly === null ? [] : wrap(`${anomaly}: ${anomalies[anomaly]}.`, width)),
    ...(note === null ? [] : wrap(note, width)),
  ];
  if (anomaly !== null && lines[0] !== undefined) lines[0] = lines[0].replace(anomaly, paint.strong(anomaly));
  return lines.length === 0 ? [] : [...lines, ""];
}

function printedLines(printed: string): string[] {
  if (printed === "") return [];
  const lines = printed.split("\n").filter((line) => line !== "");
  const shown = lines.slice(-5).map((line) => `  | ${line.slice(0, width - 4)}`);
  return [`your code printed ${lines.length} lines, the last of them:`, ...shown, ""];
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
