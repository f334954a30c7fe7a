import type { Graded } from "../grade/grade-exercise.js";
import type { GradedSubmission } from "../grade/submissions.js";
import { shortId } from "./report.js";
import { escapeHtml, failureHtml } from "./report-html.js";

/** What no grader in Node can rule out; it stands on every gradebook. */
export const notContained = [
  "Memory outside of JavaScript's heap (typed arrays) is weighed twenty times a second on Linux; elsewhere only the machine and the time-out limit it.",
  "A process may use one core until its call times out.",
  "The network is closed for JavaScript, by replacing what opens connections (names can still be looked up); Node has no permission for it before version 25.",
  "Native code is out of reach, as far as Node's permission model (experimental in version 20) holds.",
] as const;

const passedOf = (exercises: readonly Graded[]): number =>
  exercises.filter(({ verdict }) => verdict === "passed").length;

/** A table for a spreadsheet: one line a learner, one column an exercise. */
export function gradebookCsv(submissions: readonly GradedSubmission[]): string {
  const ids = submissions[0]?.exercises.map(({ id }) => id) ?? [];
  const lines = [
    ["student", "passed", "of", ...ids],
    ...submissions.map(({ student, exercises }) => [
      student,
      `${passedOf(exercises)}`,
      `${exercises.length}`,
      ...exercises.map(({ verdict }) => verdict),
    ]),
  ];
  return `${lines.map((line) => line.map(csvField).join(",")).join("\r\n")}\r\n`;
}

/** A name that a spreadsheet would take for a formula gets an apostrophe. */
function csvField(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function gradebookJson(submissions: readonly GradedSubmission[]): string {
  return `${JSON.stringify({ submissions, notContained }, null, 2)}\n`;
}

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:.5rem 0}th,td{border:1px solid #ccd2d8;padding:.15rem .5rem;text-align:left}
.passed{background:#e2f3e5}.not-started{color:#777}.failed,.broken,.hung,.crashed{background:#fbe3e6}.unknown{background:#fdf3d8}
code{background:#f2f4f6;padding:0 .2rem}section{border-top:1px solid #ccd2d8;margin-top:1.5rem}`;

/** A page that needs nothing else: the table, and every failure with its timeline. */
export function gradebookHtml(submissions: readonly GradedSubmission[]): string {
  const ids = submissions[0]?.exercises.map(({ id }) => id) ?? [];
  const head = ["learner", "passed", ...ids.map(shortId)].map((text) => `<th>${escapeHtml(text)}</th>`).join("");
  const rows = submissions.map(({ student, exercises }, row) => {
    const cells = exercises.map(({ verdict, failure }, column) => {
      const word = verdict.replace("-", " ");
      const link = failure === null ? word : `<a href="#f${row}-${column}">${word}</a>`;
      return `<td class="${verdict}">${link}</td>`;
    });
    return `<tr><th>${escapeHtml(student)}</th><td>${passedOf(exercises)} of ${exercises.length}</td>${cells.join("")}</tr>`;
  });
  const failures = submissions.flatMap((submission, row) => sections(submission, row));
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Gradebook</title>',
    `<style>${style}</style>`,
    "<h1>Gradebook</h1>",
    `<table><tr>${head}</tr>${rows.join("\n")}</table>`,
    ...failures,
    "<section><h2>What was not contained</h2><ul>",
    ...notContained.map((line) => `<li>${escapeHtml(line)}</li>`),
    "</ul></section></html>\n",
  ].join("\n");
}

function sections({ student, exercises, ignored }: GradedSubmission, row: number): string[] {
  const left =
    ignored.length === 0 ? [] : [`<p>${escapeHtml(student)}, left out: ${escapeHtml(ignored.join("; "))}</p>`];
  return [
    ...left,
    ...exercises.flatMap(({ id, failure, verdict }, column) => {
      if (failure === null) return [];
      const title = `${escapeHtml(student)}, ${escapeHtml(shortId(id))}: ${verdict}`;
      return [`<section id="f${row}-${column}"><h2>${title}</h2>\n${failureHtml(id, failure)}</section>`];
    }),
  ];
}
