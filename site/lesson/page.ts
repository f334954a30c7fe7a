import { type Section, search } from "./search.js";

/** Makes what scrolls sideways reachable by keyboard. */
for (const place of document.querySelectorAll<HTMLElement>("pre, .wide")) {
  if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
}

const input = document.querySelector<HTMLInputElement>("#search");
if (input !== null) {
  input.addEventListener("input", () => {
    void sections().then((all) => show(search(all, input.value)));
  });
}

let loading: Promise<readonly Section[]> | null = null;

/** Loads the lessons' text when the search is first used. */
function sections(): Promise<readonly Section[]> {
  loading ??= new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = "search-data.js";
    script.addEventListener("load", () => {
      loaded((globalThis as unknown as { tidemarkSections: readonly Section[] }).tidemarkSections);
    });
    script.addEventListener("error", () => failed(new Error("search-data.js does not load")));
    document.head.append(script);
  });
  return loading;
}

function show(hits: ReturnType<typeof search>): void {
  const items = hits.map(({ href, title, excerpt }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = title;
    const text = document.createElement("div");
    text.textContent = excerpt;
    item.append(link, text);
    return item;
  });
  document.querySelector("#found")?.replaceChildren(...items);
}
