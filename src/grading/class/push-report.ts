import { shortId } from "../report/report.js";
import { type LearnerGrades, markOf, reasonOf } from "./learner-grades.js";
import { signs } from "./page.js";

/** A learner's grades as Markdown, for the page of a run on a forge. */
export function markdownSummary(rows: readonly LearnerGrades[]): string {
  return rows.map(sectionOf).join("\n");
}

function sectionOf(row: LearnerGrades): string {
  const lines = row.exercises.map((one) => {
    const mark = markOf(one);
    const says = one.failure === null ? "" : one.failure.says;
    return `| ${shortId(one.id)} | ${signs[mark]} ${mark.replace("-", " ")} | ${one.points} | ${plain(says)} |`;
  });
  const head = row.state === "graded" ? `${row.points} of ${row.of} points` : "not graded";
  return [
    `### ${plain(row.student)}: ${head}`,
    "",
    plain(reasonOf(row)),
    "",
    ...(lines.length === 0
      ? []
      : ["| exercise | verdict | points | what fell over |", "|---|---|---|---|", ...lines, ""]),
    "`npm test exercises` shows each case; `npx tidemark hint` helps on.",
    "",
  ].join("\n");
}

/** Names and messages are others': nothing in them becomes a link, a tag or a table's border. */
const plain = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>|#!&]/g, (sign) => `\\${sign}`).replaceAll("\n", " ");

/**
 * The result that GitHub Classroom's reporter takes from a step's output: JSON in base64, with the points of each
 * exercise. Source: the README and sources of classroom-resources/autograding-grading-reporter.
 */
export function classroomResult(rows: readonly LearnerGrades[]): string {
  const [row] = rows;
  const exercises = row?.exercises ?? [];
  const complete = row !== undefined && row.state === "graded" && row.points >= row.of;
  const result = {
    version: 1,
    status: complete ? "pass" : "fail",
    max_score: row?.of ?? 0,
    tests: exercises.map((one) => ({
      name: shortId(one.id),
      status: one.verdict === "passed" ? "pass" : "fail",
      score: one.points,
      message: one.verdict === "passed" ? "" : (one.failure?.says ?? markOf(one).replace("-", " ")),
      test_code: `npm test exercises ${shortId(one.id)}`,
      filename: `exercises/${one.id}.ts`,
      line_no: 0,
      execution_time: 0,
    })),
  };
  return Buffer.from(JSON.stringify(result)).toString("base64");
}
