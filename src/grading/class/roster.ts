import { UsageError } from "../../core/usage-error.js";
import { parseCsv } from "./csv.js";
import type { LearnerGrades } from "./learner-grades.js";

/** A class as a learning system exports it. */
export interface Roster {
  readonly system: "canvas" | "moodle";
  readonly columns: readonly string[];
  readonly people: readonly (readonly string[])[];
}

/** Columns by which somebody is known, in the order of their sureness; ids before names. */
const canvasIds = ["ID"];
const moodleIds = ["Identifier"];
const names = ["SIS Login ID", "SIS User ID", "Username", "ID number", "Email address", "Student", "Full name"];

/**
 * Reads the class from what Canvas exports from its gradebook, or Moodle as an assignment's grading worksheet or as its
 * grades: which of them it is, the columns tell.
 *
 * @throws RangeError for another table
 */
export function readRoster(text: string): Roster {
  const [columns = [], ...rows] = parseCsv(text);
  const trimmed = columns.map((column) => column.trim());
  const is = (name: string): boolean => trimmed.includes(name);
  if (is("Student") && is("ID") && is("Section")) {
    const people = rows.filter(([first = ""]) => first.trim() !== "" && !/Points Possible/.test(first));
    return { system: "canvas", columns: trimmed, people: people.filter(([first]) => first !== "Student, Test") };
  }
  if (is("Identifier") || is("Email address") || is("ID number")) {
    return { system: "moodle", columns: trimmed, people: rows };
  }
  throw new UsageError(
    `expected a gradebook that Canvas exported (columns Student, ID, Section) or one of Moodle (Identifier or Email address), got the columns ${trimmed.slice(0, 6).join(", ")}`,
  );
}

/** Somebody on the roster, with the row of the gradebook where there is one. */
export interface Matched {
  readonly person: readonly string[];
  readonly row: LearnerGrades | null;
}

/**
 * Which row is whose: by the number that the learning system wrote into the name of the download, else by a name that
 * is equal but for its case, blanks and order ("Silva, Ana" is "Ana Silva"). Two people of one name are left unmatched.
 */
export function matchRoster(
  roster: Roster,
  rows: readonly LearnerGrades[],
): {
  readonly matched: readonly Matched[];
  readonly unknown: readonly LearnerGrades[];
} {
  const taken = new Set<LearnerGrades>();
  const owners = new Map<readonly string[], LearnerGrades>();
  for (const keys of [idKeys, nameKeys]) {
    const people = roster.people.filter((person) => !owners.has(person));
    for (const row of rows.filter((one) => !taken.has(one))) {
      const wanted = keys === idKeys ? idOf(roster, row) : plainName(row.student);
      const found = people.filter((person) => keys(roster, person).includes(wanted));
      const [person] = found;
      if (found.length !== 1 || person === undefined || owners.has(person)) continue;
      owners.set(person, row);
      taken.add(row);
    }
  }
  return {
    matched: roster.people.map((person) => ({ person, row: owners.get(person) ?? null })),
    unknown: rows.filter((row) => !taken.has(row)),
  };
}

const field = ({ columns }: Roster, person: readonly string[], column: string): string =>
  (person[columns.indexOf(column)] ?? "").trim();

const idOf = ({ system }: Roster, row: LearnerGrades): string =>
  (system === "canvas" ? row.canvasId : row.moodleId) ?? "none";

function idKeys(roster: Roster, person: readonly string[]): string[] {
  const columns = roster.system === "canvas" ? canvasIds : moodleIds;
  return columns.map((column) => field(roster, person, column).replace(/^\D*(\d+)$/, "$1")).filter((id) => id !== "");
}

function nameKeys(roster: Roster, person: readonly string[]): string[] {
  const first = field(roster, person, "First name");
  const last = field(roster, person, "Last name") || field(roster, person, "Surname");
  const whole = names.map((column) => field(roster, person, column));
  return [...whole, `${first} ${last}`].map(plainName).filter((name) => name !== "");
}

/** A name without what differs between systems. */
function plainName(name: string): string {
  const [last = "", first] = name.split(",");
  const ordered = first === undefined ? name : `${first} ${last}`;
  return ordered.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}
