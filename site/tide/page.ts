import { connectControls } from "./controls.js";
import { showPath } from "./path-list.js";
import { colorsOf, draw, eventAt, type Frame, frameOf } from "./picture.js";
import { firstSettings, fromHash, type TideSettings, toHash } from "./settings.js";
import { snippet } from "./snippet.js";
import { momentAt, type Tide, type TideEvent, tide } from "./tide.js";
import { alternative, counters, fateOf, inSeconds, inTime, summary } from "./words.js";

const byId = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;

/** A whole minute plays in this time. */
const playMs = 9_000;
/** With reduced motion, playing goes from reading to reading, this far apart. */
const calmStepMs = 700;

const canvas = byId<HTMLCanvasElement>("picture");
const time = byId<HTMLInputElement>("time");
const play = byId<HTMLButtonElement>("play");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let shown: Tide = tide(fromHash(location.hash));
let upTo = shown.endsAt;
let chosen: TideEvent | null = null;
let frame: Frame = frameOf(shown, 600, 330);
let stopPlaying: (() => void) | null = null;

const controls = connectControls(byId<HTMLFormElement>("controls"), (settings) => change(settings));
const path = showPath(byId<HTMLOListElement>("stops"), {
  start: (scene) => change({ ...firstSettings, ...scene }),
  point: controls.point,
});

/** Runs new settings and shows the whole minute, or the same moment while it plays. */
function change(settings: TideSettings): void {
  const wasWhole = upTo >= shown.endsAt;
  shown = tide(settings);
  chosen = null;
  upTo = wasWhole ? shown.endsAt : Math.min(upTo, shown.endsAt);
  history.replaceState(null, "", `#${toHash(settings)}`);
  showAll();
}

function showAll(): void {
  controls.show(shown.settings);
  time.max = String(shown.endsAt);
  canvas.setAttribute("aria-label", alternative(shown));
  byId("summary").textContent = summary(shown);
  byId("program").textContent = snippet(shown.settings);
  fillTable();
  path.show(shown);
  resize();
}

function resize(): void {
  const width = canvas.parentElement!.clientWidth;
  const height = Math.round(Math.min(460, Math.max(250, width * 0.56)));
  const dense = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * dense);
  canvas.height = Math.round(height * dense);
  canvas.style.height = `${height}px`;
  canvas.getContext("2d")!.setTransform(dense, 0, 0, dense, 0, 0);
  frame = frameOf(shown, width, height);
  showMoment();
}

/** Draws the picture, its counters and the fate of one event at the present time of reading. */
function showMoment(): void {
  const moment = momentAt(shown, upTo);
  const last = chosen ?? shown.events[moment.read - 1] ?? null;
  draw(canvas.getContext("2d")!, shown, frame, colorsOf(canvas), upTo, chosen);
  time.value = String(Math.round(upTo));
  time.setAttribute("aria-valuetext", `${inSeconds(upTo)}, ${moment.read} read, ${moment.late} late`);
  byId("counters").replaceChildren(
    ...counters(moment).map(([name, value]) => {
      const pair = element("div", "");
      if (name === "late" && moment.late > 0) pair.className = "is-late";
      pair.append(element("dt", name), element("dd", value));
      return pair;
    }),
  );
  showFate(last);
}

function showFate(event: TideEvent | null): void {
  const place = byId("fate");
  if (event === null) {
    place.dataset.fate = "";
    place.replaceChildren(element("p", "Nothing has been read yet. Tap a reading to see its fate."));
    return;
  }
  const { title, rule, source } = fateOf(event, shown);
  place.dataset.fate = event.fate;
  const what = element("p", title);
  what.className = "what";
  const where = element("p", "In the code: ");
  where.append(element("code", source));
  place.replaceChildren(what, element("p", rule), where);
}

/** Makes what scrolls reachable by keyboard. */
for (const id of ["program-text", "readings"]) byId(id).tabIndex = 0;

function fillTable(): void {
  const names = ["reading", "event time", "read at", "partition", "judged by", "fate"];
  const head = element("tr", "");
  head.append(...names.map((name) => Object.assign(element("th", name), { scope: "col" })));
  const rows = shown.events.slice(0, 500).map((event) => {
    const row = element("tr", "");
    const cells = [
      String(event.number + 1),
      inTime(event.at),
      inSeconds(event.readAt),
      String(event.partition),
      inTime(event.judgedBy),
      event.reason === "" ? event.fate : `${event.fate} (${event.reason})`,
    ];
    row.append(...cells.map((cell) => element("td", cell)));
    return row;
  });
  byId("table").replaceChildren(head, ...rows);
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, text: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function goTo(readAt: number): void {
  upTo = Math.min(shown.endsAt, Math.max(0, readAt));
  chosen = null;
  showMoment();
}

/** To the reading before or after the present moment. */
function step(forward: boolean): void {
  pause();
  const times = shown.events.map(({ readAt }) => readAt);
  const next = forward ? times.find((readAt) => readAt > upTo) : times.findLast((readAt) => readAt < upTo);
  goTo(next ?? (forward ? shown.endsAt : 0));
}

function pause(): void {
  stopPlaying?.();
  stopPlaying = null;
  play.textContent = "Play";
  play.setAttribute("aria-pressed", "false");
}

function startPlaying(): void {
  if (upTo >= shown.endsAt) goTo(0);
  play.textContent = "Pause";
  play.setAttribute("aria-pressed", "true");
  stopPlaying = calm.matches ? playCalmly() : playSmoothly();
}

function playSmoothly(): () => void {
  let before: number | null = null;
  let asked = requestAnimationFrame(function next(now) {
    const passed = before === null ? 0 : now - before;
    before = now;
    goTo(upTo + (passed / playMs) * 60_000);
    if (upTo >= shown.endsAt) pause();
    else asked = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(asked);
}

function playCalmly(): () => void {
  const timer = setInterval(() => {
    const next = shown.events.find(({ readAt }) => readAt > upTo);
    goTo(next?.readAt ?? shown.endsAt);
    if (upTo >= shown.endsAt) pause();
  }, calmStepMs);
  return () => clearInterval(timer);
}

/** Copies a text, or selects it where the browser does not let a page write to the clipboard. */
async function copy(button: HTMLButtonElement, text: string, shownAt: HTMLElement | null): Promise<void> {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    if (shownAt === null) button.textContent = "Copy it from the address bar";
    else {
      getSelection()?.selectAllChildren(shownAt);
      button.textContent = "Selected: press Ctrl+C";
    }
  }
  setTimeout(() => {
    button.textContent = before;
  }, 2_000);
}

function choose(event: PointerEvent): void {
  const box = canvas.getBoundingClientRect();
  const found = eventAt(shown, frame, event.clientX - box.left, event.clientY - box.top, upTo);
  if (found === chosen) return;
  chosen = found;
  showMoment();
}

play.addEventListener("click", () => (stopPlaying === null ? startPlaying() : pause()));
byId("back").addEventListener("click", () => step(false));
byId("forward").addEventListener("click", () => step(true));
byId("first").addEventListener("click", () => change(firstSettings));
byId("copy-link").addEventListener("click", (event) => {
  void copy(event.currentTarget as HTMLButtonElement, location.href, null);
});
byId("copy-program").addEventListener("click", (event) => {
  void copy(event.currentTarget as HTMLButtonElement, snippet(shown.settings), byId("program"));
});
time.addEventListener("input", () => {
  pause();
  goTo(Number(time.value));
});
canvas.addEventListener("pointermove", choose);
canvas.addEventListener("pointerdown", choose);
addEventListener("hashchange", () => {
  if (location.hash.replace(/^#/, "") !== toHash(shown.settings)) change(fromHash(location.hash));
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showMoment);
new ResizeObserver(resize).observe(canvas.parentElement!);
showAll();
