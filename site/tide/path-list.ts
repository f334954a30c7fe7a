import { type Stop, stops } from "./path.js";
import type { TideSettings } from "./settings.js";
import type { Tide } from "./tide.js";

/** The questions of the path as a list: one is open, and the picture on the screen is checked against it. */
export interface PathList {
  readonly show: (shown: Tide) => void;
}

/**
 * @param list an empty list in the page
 * @param page `start` sets a question's scene; `point` marks the control that a hint names
 */
export function showPath(
  list: HTMLOListElement,
  page: { readonly start: (scene: Partial<TideSettings>) => void; readonly point: (label: string | null) => void },
): PathList {
  const found = new Set<Stop>();
  let open: Stop = stops[0]!;

  const items = stops.map((stop) => {
    const item = document.createElement("li");
    const title = document.createElement("button");
    title.type = "button";
    title.textContent = stop.title;
    const body = document.createElement("div");
    const task = document.createElement("p");
    task.textContent = stop.task;
    const hint = document.createElement("button");
    hint.type = "button";
    hint.textContent = "Hint";
    const because = document.createElement("p");
    because.className = "found";
    because.setAttribute("role", "status");
    body.append(task, hint, because);
    item.append(title, body);
    title.addEventListener("click", () => {
      open = stop;
      page.point(null);
      page.start(stop.scene);
    });
    hint.addEventListener("click", () => page.point(stop.hint));
    return { stop, item, title, body, hint, because };
  });
  list.append(...items.map(({ item }) => item));

  return {
    show: (shown) => {
      if (open.isFound(shown)) found.add(open);
      for (const { stop, item, title, body, hint, because } of items) {
        const isOpen = stop === open;
        const isFound = isOpen && stop.isFound(shown);
        item.classList.toggle("is-open", isOpen);
        title.setAttribute("aria-expanded", String(isOpen));
        title.textContent = found.has(stop) ? `${stop.title} ✓` : stop.title;
        body.hidden = !isOpen;
        hint.hidden = isFound;
        const words = isFound ? `Found. ${stop.because(shown)}` : "";
        if (because.textContent !== words) because.textContent = words;
      }
    },
  };
}
