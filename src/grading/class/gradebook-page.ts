import { shortId } from "../report/report.js";
import { escapeHtml } from "../report/report-html.js";
import { anchorOf, feedbackFile } from "./feedback-page.js";
import { type GradedExercise, type LearnerGrades, markOf, passedOf, reasonOf } from "./learner-grades.js";
import { classOf, htmlPage, legend, notContained, signs } from "./page.js";

/** The class at a glance: a sign for each exercise, a link to each learner's feedback, and what was odd. */
export function gradebookPage(rows: readonly LearnerGrades[], aside: readonly string[] = []): string {
  const ids = idsOf(rows);
  const names = ids.map((id) => `<th class="exercise">${escapeHtml(shortId(id))}</th>`);
  const head = `<thead><tr><th class="name">learner</th><th>points</th><th>passed</th>${names.join("")}<th class="rest"></th></tr></thead>`;
  const odd = rows.filter(({ notes }) => notes.length > 0);
  return htmlPage("Gradebook", [
    '<p><a href="class.html">The class as a whole</a>: what most fell over, and which hints were needed.</p>',
    `<div class="wide"><table>${head}<tbody>`,
    ...rows.map((row) => rowHtml(row, ids.length)),
    "</tbody></table></div>",
    legend,
    ...(odd.length === 0 ? [] : ["<h2>What was found otherwise than expected</h2>", ...odd.map(oddHtml)]),
    ...(aside.length === 0 ? [] : [`<p>Left aside, as nobody's work: ${escapeHtml(aside.join(", "))}</p>`]),
    "<section><h2>What was not contained</h2><ul>",
    ...notContained.map((line) => `<li>${escapeHtml(line)}</li>`),
    "</ul></section>",
  ]);
}

/** The exercises of a gradebook: every graded row has them all. */
export const idsOf = (rows: readonly LearnerGrades[]): string[] =>
  rows.find(({ exercises }) => exercises.length > 0)?.exercises.map(({ id }) => id) ?? [];

function rowHtml(row: LearnerGrades, columns: number): string {
  const page = `feedback/${feedbackFile(row.student)}`;
  const name = `<th class="name"><a href="${page}">${escapeHtml(row.student)}</a></th>`;
  const points = `<td class="number">${row.state === "graded" ? row.points : "–"} of ${row.of}</td>`;
  if (row.state !== "graded") {
    const reason = escapeHtml(reasonOf(row));
    return `<tr>${name}${points}<td class="${row.state}" colspan="${columns + 2}">${reason}</td></tr>`;
  }
  const cells = row.exercises.map((one) => cellHtml(one, page));
  return `<tr>${name}${points}<td class="number">${passedOf(row)} of ${row.exercises.length}</td>${cells.join("")}<td></td></tr>`;
}

function cellHtml(one: GradedExercise, page: string): string {
  const mark = markOf(one);
  const says = escapeHtml(`${shortId(one.id)}: ${one.missing ?? mark.replace("-", " ")}`);
  const sign = `<span role="img" aria-label="${says}" title="${says}">${signs[mark]}</span>`;
  const shown = one.failure === null ? sign : `<a href="${page}#${anchorOf(one.id)}">${sign}</a>`;
  return `<td class="mark ${classOf(mark)}">${shown}</td>`;
}

const oddHtml = (row: LearnerGrades): string =>
  `<p><b>${escapeHtml(row.student)}</b>: ${escapeHtml(reasonOf(row))}</p>`;
