import { readWork, shelfOf } from "./work.js";

/** Marks the exercises that have passed in this browser. */
const shelf = shelfOf(() => localStorage);
for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-exercise]")) {
  const { passedBefore } = readWork(shelf, link.dataset.exercise!);
  link.classList.toggle("is-passed", passedBefore);
}
const all = document.querySelectorAll("a[data-exercise]").length;
const passed = document.querySelectorAll("a.is-passed").length;
document.querySelector("#progress")!.textContent = `${passed} of ${all} passed in this browser.`;
