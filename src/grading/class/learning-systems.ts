import { csvText } from "./csv.js";
import { type LearnerGrades, reasonOf } from "./learner-grades.js";
import { matchRoster, type Roster } from "./roster.js";

/** Names that Moodle gives the columns of an assignment's grading worksheet. */
const worksheet = [
  "Identifier",
  "Full name",
  "Email address",
  "Grade",
  "Maximum Grade",
  "Last modified (grade)",
  "Feedback comments",
];

/**
 * The points as Canvas imports them: its own first columns, the points possible in the second line, and one column of
 * points. With the class as Canvas exported it every line has the id that Canvas looks for; without, the id is in the
 * name of a downloaded file, and else Canvas looks for the name.
 *
 * @param column the assignment's name; one that Canvas knows is given with its number, as in its export: `Tidemark (4711)`
 */
export function canvasCsv(rows: readonly LearnerGrades[], column: string, roster: Roster | null): string {
  const of = rows[0]?.of ?? 0;
  if (roster?.system !== "canvas") {
    const people = rows.map((row) => [row.student, row.canvasId ?? "", "", "", "", pointsOf(row)]);
    const columns = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", column];
    return csvText([columns, ["    Points Possible", "", "", "", "", of], ...people]);
  }
  const last = roster.columns.indexOf("Section");
  const own = roster.columns.slice(0, last + 1);
  const known = roster.columns.slice(last + 1).find((name) => name === column || name.startsWith(`${column} (`));
  const people = matchRoster(roster, rows).matched.map(({ person, row }) => [
    ...person.slice(0, last + 1),
    row === null ? "" : pointsOf(row),
  ]);
  return csvText([[...own, known ?? column], ["    Points Possible", ...own.slice(1).map(() => ""), of], ...people]);
}

/**
 * The points as Moodle imports them: an assignment's grading worksheet, or, where the class came as Moodle's grades, a
 * table with the columns by which Moodle knows a person.
 */
export function moodleCsv(rows: readonly LearnerGrades[], column: string, roster: Roster | null): string {
  if (roster?.system === "moodle" && !roster.columns.includes("Identifier")) {
    const own = roster.columns.filter((name) =>
      /^(first name|last name|surname|id number|email address|username)$/i.test(name),
    );
    const people = matchRoster(roster, rows).matched.map(({ person, row }) => [
      ...own.map((name) => person[roster.columns.indexOf(name)] ?? ""),
      row === null ? "" : pointsOf(row),
      row === null ? "" : reasonOf(row),
    ]);
    return csvText([[...own, column, "Feedback"], ...people]);
  }
  const field = (person: readonly string[], name: string): string => person[roster?.columns.indexOf(name) ?? -1] ?? "";
  const line = (
    id: string,
    name: string,
    mail: string,
    modified: string,
    row: LearnerGrades | null,
  ): (string | number)[] => [
    id,
    name,
    mail,
    row === null ? "" : pointsOf(row),
    row?.of ?? rows[0]?.of ?? 0,
    modified,
    row === null ? "" : reasonOf(row),
  ];
  if (roster?.system !== "moodle") {
    const people = rows.map((row) =>
      line(row.moodleId === null ? "" : `Participant ${row.moodleId}`, row.student, "", "-", row),
    );
    return csvText([worksheet, ...people]);
  }
  const people = matchRoster(roster, rows).matched.map(({ person, row }) =>
    line(
      field(person, "Identifier"),
      field(person, "Full name"),
      field(person, "Email address"),
      field(person, "Last modified (grade)") || "-",
      row,
    ),
  );
  return csvText([worksheet, ...people]);
}

/** Nothing for whoever was not graded: a zero there would be the machine's, not the learner's. */
const pointsOf = ({ state, points }: LearnerGrades): string | number => (state === "graded" ? points : "");
