import { createHash } from "node:crypto";
import { shortId } from "../report/report.js";
import { escapeHtml, failureHtml } from "../report/report-html.js";
import { type GradedExercise, type LearnerGrades, markOf, reasonOf } from "./learner-grades.js";
import { classOf, htmlPage, signs } from "./page.js";

/**
 * The name of a learner's feedback file: what is plain in the learner's name, and a few signs of its hash, so that no
 * two are the same and none leads out of its folder.
 */
export function feedbackFile(student: string): string {
  const plain = student
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  const hash = createHash("sha256").update(student).digest("hex").slice(0, 8);
  return `${plain === "" ? "learner" : plain}-${hash}.html`;
}

/** One learner's page, to be sent to this learner: every verdict, each failure with its case, and nothing of others. */
export function feedbackPage(row: LearnerGrades): string {
  const { student, points, of, exercises, state } = row;
  const head = state === "graded" ? `<p><b>${points} of ${of} points.</b></p>` : "<p><b>Not graded.</b></p>";
  const reasons = reasonOf(row)
    .split("; ")
    .map((line) => `<li>${escapeHtml(line)}</li>`);
  return htmlPage(`Feedback for ${student}`, [
    head,
    `<ul>${reasons.join("")}</ul>`,
    ...(exercises.length === 0 ? [] : [table(exercises)]),
    ...exercises.flatMap(section),
  ]);
}

function table(exercises: readonly GradedExercise[]): string {
  const rows = exercises.map((one) => {
    const mark = markOf(one);
    const word = `${signs[mark]} ${mark.replace("-", " ")}`;
    const shown = one.failure === null ? word : `<a href="#${anchorOf(one.id)}">${word}</a>`;
    return `<tr><td>${escapeHtml(shortId(one.id))}</td><td class="${classOf(mark)}">${shown}</td><td class="number">${one.points}</td></tr>`;
  });
  return `<table><tr><th>exercise</th><th>verdict</th><th>points</th></tr>${rows.join("\n")}</table>`;
}

/** The place of an exercise on the page. */
export const anchorOf = (id: string): string => escapeHtml(id.replace("/", "-"));

function section({ id, failure, verdict, properties }: GradedExercise): string[] {
  if (failure === null) return [];
  const held = properties.filter((one) => one.held).length;
  const count = properties.length > 1 ? `<p>${held} of ${properties.length} properties hold.</p>` : "";
  const title = `${escapeHtml(shortId(id))}: ${verdict.replace("-", " ")}`;
  return [`<section id="${anchorOf(id)}"><h2>${title}</h2>\n${count}${failureHtml(id, failure)}</section>`];
}
