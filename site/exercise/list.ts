import { readSubmissionText, submissionText } from "../../src/grading/class/submission-file.js";
import { gathered, restored } from "./all-work.js";
import { readWork, type Shelf, shelfOf } from "./work.js";

/** The list of exercises: marks those that have passed in this browser, and saves or loads all work as one file. */
const shelf: Shelf = shelfOf(() => localStorage);
const links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-exercise]")];
const ids = links.map((link) => link.dataset.exercise!);
const byId = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;
const kit = document.querySelector<HTMLMetaElement>('meta[name="tidemark-kit"]')!.content;

function showProgress(): void {
  for (const link of links) link.classList.toggle("is-passed", readWork(shelf, link.dataset.exercise!).passedBefore);
  const passed = links.filter((link) => link.classList.contains("is-passed")).length;
  byId("progress").textContent = `${passed} of ${links.length} passed in this browser.`;
}

function save(): void {
  const learner = byId<HTMLInputElement>("learner").value.trim();
  const text = submissionText({ learner, kit, ...gathered(shelf, ids) });
  const file = document.createElement("a");
  file.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  file.download = "tidemark-work.json";
  file.click();
  URL.revokeObjectURL(file.href);
}

async function load(file: File): Promise<void> {
  const told = byId("loaded");
  try {
    const work = readSubmissionText(await file.text());
    const { taken, kept } = restored(shelf, ids, work);
    const before = kept === 0 ? "" : ` Your earlier code of ${kept} of them is kept: press Undo in each.`;
    told.textContent = `${taken} exercises loaded. Grade them again to see where they stand.${before}`;
    if (work.learner !== "") byId<HTMLInputElement>("learner").value = work.learner;
    showProgress();
  } catch (error) {
    told.textContent = error instanceof Error ? error.message : String(error);
  }
}

byId("save").addEventListener("click", save);
byId<HTMLInputElement>("load").addEventListener("change", (event) => {
  const [file] = (event.target as HTMLInputElement).files ?? [];
  if (file !== undefined) void load(file);
});
showProgress();
