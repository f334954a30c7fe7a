import type { Graded } from "../grade/grade-exercise.js";
import { anomalies } from "../judge/anomalies.js";
import type { Failure } from "../judge/outcome.js";
import { timelineTable } from "../judge/timeline.js";
import { shortId } from "./report.js";
import { timelineSvg } from "./timeline-svg.js";

/** One exercise's report for a notebook and for a gradebook: plain HTML without styles of its own page. */
export function reportHtml({ id, verdict, failure, properties, printed }: Graded): string {
  const held = properties.filter((property) => property.held).length;
  const count =
    verdict === "failed" && properties.length > 1 ? `, ${held} of ${properties.length} properties hold` : "";
  const title = `<p><b>${escapeHtml(shortId(id))}</b>: ${verdict.replace("-", " ")}${count}</p>`;
  if (failure === null) return title;
  const output = printed === "" ? "" : `\n<p>your code printed:</p>\n<pre>${escapeHtml(printed.trimEnd())}</pre>`;
  return `${title}\n${failureHtml(id, failure)}${output}`;
}

export function failureHtml(id: string, failure: Failure): string {
  const { says, timeline, expected, got, anomaly, note, replay } = failure;
  const picture = timelineSvg(timeline);
  const again = replay === null ? "" : ` -- --replay ${replay}`;
  return [
    `<p><b>${escapeHtml(says)}</b></p>`,
    ...(timeline.length === 0 ? [] : [tableHtml(failure)]),
    ...(picture === null ? [] : [picture]),
    `<p>${expected === null ? "" : `expected <code>${escapeHtml(expected)}</code>, `}got <code>${escapeHtml(got)}</code></p>`,
    ...(anomaly === null ? [] : [`<p><b>${anomaly}</b>: ${escapeHtml(anomalies[anomaly])}.</p>`]),
    ...(note === null ? [] : [`<p>${escapeHtml(note)}</p>`]),
    `<p><code>npm test exercises ${escapeHtml(shortId(id) + again)}</code><br><code>npx tidemark hint ${escapeHtml(shortId(id))}</code></p>`,
  ].join("\n");
}

function tableHtml({ timeline }: Failure): string {
  const { headings, rows } = timelineTable(timeline);
  const cells = (tag: string, texts: readonly string[]): string =>
    texts.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join("");
  const body = rows.map((row, index) => {
    const style = timeline[index]?.wrong === true ? ' style="background:#fbe3e6;color:#222"' : "";
    return `<tr${style}>${cells("td", row)}</tr>`;
  });
  return `<table><tr>${cells("th", headings)}</tr>${body.join("")}</table>`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
