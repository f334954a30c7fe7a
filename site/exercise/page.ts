import type { AnyGrader, Rungs } from "../../src/grading/judge/grader.js";
import { editorIn } from "./editor.js";
import { failureNodes } from "./failure.js";
import type { Graded } from "./grade.js";
import { markingPaint, nodesOf } from "./report.js";
import { readWork, type Shelf, shelfOf, type Work, writeWork } from "./work.js";

/** What the builder writes into an exercise's page. */
interface Exercise {
  /** `04-watermarks/advanceWatermark`. */
  readonly id: string;
  readonly stub: string;
  /** Stubs of the lesson's exercises, by name. */
  readonly stubs: Readonly<Record<string, string>>;
}

/** The script that all exercises share, and the one of the lesson's graders. */
interface Loaded {
  readonly tidemarkKit: typeof import("./kit.js");
  readonly tidemarkGraders: Readonly<Record<string, AnyGrader>>;
}

const byId = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;
const { tidemarkKit: kit, tidemarkGraders: graders } = globalThis as unknown as Loaded;
const shelf: Shelf = shelfOf(() => localStorage);
const exercise = JSON.parse(byId("exercise").textContent) as Exercise;
const { id, stub } = exercise;
const name = id.split("/")[1]!;
const grader = graders[name]!;
const button = byId<HTMLButtonElement>("grade");

let work: Work = readWork(shelf, id);
let isGrading = false;

const editor = editorIn(byId("editor"), work.code ?? stub, {
  changed: (text) => keep({ code: text === stub ? null : text }),
  run: () => void gradeNow(),
});

function keep(change: Partial<Work>): void {
  work = { ...work, ...change };
  writeWork(shelf, id, work);
}

/** Code of the lesson's other exercises: an exercise may import those beside it. */
function siblings(): Readonly<Record<string, string>> {
  const lesson = id.split("/")[0]!;
  return Object.fromEntries(
    Object.entries(exercise.stubs).map(([sibling, text]) => [
      sibling,
      readWork(shelf, `${lesson}/${sibling}`).code ?? text,
    ]),
  );
}

async function gradeNow(): Promise<void> {
  if (isGrading) return;
  isGrading = true;
  button.disabled = true;
  button.textContent = "Grading …";
  try {
    const load = { id, load: editor.text(), siblings: siblings() };
    const graded = await kit.grade(grader, load, kit.workerScript);
    keep({
      verdict: graded.verdict,
      property: graded.failure?.property ?? null,
      passedBefore: work.passedBefore || graded.verdict === "passed",
    });
    show(graded);
  } catch (error) {
    byId("verdict").textContent = `The grader itself failed: ${error instanceof Error ? error.stack : error}`;
  } finally {
    isGrading = false;
    button.disabled = false;
    button.textContent = "Grade";
  }
}

function show(graded: Graded): void {
  byId("verdict").textContent = inWords(graded);
  byId("verdict").dataset.verdict = graded.verdict;
  byId("failure").replaceChildren(...(graded.failure === null ? [] : failureNodes(graded.failure, kit)));
  byId("terminal").hidden = graded.failure === null;
  byId("report").replaceChildren(...nodesOf(kit.reportText([graded], markingPaint)));
  byId("printed").textContent = graded.printed;
  byId("printed").hidden = graded.printed === "";
  byId("next").hidden = graded.verdict !== "passed";
  byId("hint").hidden = graded.verdict === "passed";
  const list = graded.properties.map(({ says, held }) => {
    const item = document.createElement("li");
    item.textContent = `${held ? "✓" : "✗"} ${says}`;
    item.className = held ? "holds" : "fails";
    return item;
  });
  byId("properties").replaceChildren(...list);
}

function inWords({ verdict, properties }: Graded): string {
  const held = properties.filter(({ held }) => held).length;
  switch (verdict) {
    case "passed":
      return `Passed: all ${properties.length} properties hold.`;
    case "failed":
      return `Not yet: ${held} of ${properties.length} properties hold.`;
    case "not-started":
      return "Not started: the function still throws NotStarted.";
    case "hung":
      return "A call did not come back.";
    case "crashed":
      return "The code ended its own worker.";
    case "broken":
      return "The code does not load.";
    case "unknown":
      return "The cases did not reach what they must cover, so there is no verdict.";
  }
}

/** The next hint about the property that failed: a question, then the idea, then nearly the code. */
function hint(): void {
  const own = work.property === null ? undefined : grader.hints[work.property];
  const ladder = own === undefined ? "general" : work.property!;
  const rungs: Rungs = own ?? grader.hints.general!;
  const rung = Math.min((work.hints[ladder] ?? 0) + 1, 3);
  keep({ hints: { ...work.hints, [ladder]: rung } });
  const shown = rungs.slice(0, rung).map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  });
  byId("hints").replaceChildren(...shown);
}

button.addEventListener("click", () => void gradeNow());
byId("hint").addEventListener("click", hint);
byId("reset").addEventListener("click", () => {
  if (editor.text() === stub || confirm("Put the empty exercise back? Your code is lost.")) editor.replace(stub);
  editor.focus();
});
byId("undo").hidden = work.replaced === null;
byId("undo").addEventListener("click", () => {
  const { code, replaced } = work;
  if (replaced === null) return;
  editor.replace(replaced);
  keep({ replaced: code });
  editor.focus();
});
if (work.verdict === "passed") byId("verdict").textContent = "Passed before. Ctrl+Enter grades it again.";
document.documentElement.dataset.ready = "true";
