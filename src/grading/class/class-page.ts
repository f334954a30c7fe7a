import { shortId } from "../report/report.js";
import { escapeHtml } from "../report/report-html.js";
import { type LearnerGrades, markOf } from "./learner-grades.js";
import { htmlPage } from "./page.js";

/** A bar of a chart: what it counts, and how many learners. */
interface Bar {
  readonly label: string;
  readonly count: number;
}

/** Bars shown; a longer tail says little. */
const mostBars = 20;

/** The class as a whole: what most fell over, which hints were needed, and how far it has come. */
export function classPage(rows: readonly LearnerGrades[]): string {
  const graded = rows.filter(({ state }) => state === "graded");
  const known = graded.filter(({ hints }) => hints !== null);
  return htmlPage("The class", [
    `<p>${graded.length} of ${rows.length} learners were graded. Each bar counts learners.</p>`,
    ...chart("What most fell over", "the property that failed first", failures(graded), graded.length),
    ...hintsChart(known),
    ...chart("Exercises that passed", "exercise", passed(graded), graded.length, Number.POSITIVE_INFINITY),
  ]);
}

/** Hints are known of those who handed in .tidemark/progress.json, or the site's submission file. */
function hintsChart(known: readonly LearnerGrades[]): string[] {
  const title = "Hints that were needed";
  if (known.length === 0) {
    return [
      `<h2>${title}</h2>`,
      "<p>Nobody handed in the progress that counts them: .tidemark/progress.json, or the site's submission file.</p>",
    ];
  }
  return chart(
    title,
    `the hint that was taken, of the ${known.length} who handed in their progress`,
    hintsTaken(known),
    known.length,
  );
}

function failures(rows: readonly LearnerGrades[]): Bar[] {
  const found = rows.flatMap(({ exercises }) =>
    exercises.flatMap(({ id, failure, verdict }) => {
      if (failure === null) return [];
      const what = verdict === "failed" ? failure.says : `${failure.says} (${verdict})`;
      return [`${shortId(id)}: ${what}`];
    }),
  );
  return counted(found);
}

function hintsTaken(rows: readonly LearnerGrades[]): Bar[] {
  const taken = rows.flatMap(({ hints, exercises }) => {
    const graded = new Set(exercises.map(({ id }) => id));
    return Object.entries(hints ?? {})
      .filter(([id]) => graded.has(id))
      .flatMap(([id, ladders]) =>
        Object.entries(ladders).map(([ladder, rungs]) => `${shortId(id)}: ${ladder}, hint ${rungs}`),
      );
  });
  return counted(taken);
}

function passed(rows: readonly LearnerGrades[]): Bar[] {
  const ids = rows[0]?.exercises.map(({ id }) => id) ?? [];
  return ids.map((id) => ({
    label: shortId(id),
    count: rows.filter(({ exercises }) => exercises.some((one) => one.id === id && markOf(one) === "passed")).length,
  }));
}

/** The most frequent first; equals by their names. */
function counted(labels: readonly string[]): Bar[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .map(([label, count]) => ({ label, count }))
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}

/** A bar chart as a table: it can be read aloud and printed, and needs no script. */
function chart(title: string, what: string, bars: readonly Bar[], of: number, most = mostBars): string[] {
  const heading = `<h2>${escapeHtml(title)}</h2>`;
  if (bars.length === 0) return [heading, "<p>None.</p>"];
  const rows = bars.slice(0, most).map(({ label, count }) => {
    const width = of === 0 ? 0 : Math.round((100 * count) / of);
    return `<tr><td>${escapeHtml(label)}</td><td class="number">${count}</td><td class="chart">${count === 0 ? "" : `<span class="bar" style="width:${width}%"></span>`}</td></tr>`;
  });
  const more = bars.length > most ? [`<p>and ${bars.length - most} more</p>`] : [];
  return [
    heading,
    `<table><tr><th>${escapeHtml(what)}</th><th>learners</th><th>of ${of}</th></tr>`,
    ...rows,
    "</table>",
    ...more,
  ];
}
