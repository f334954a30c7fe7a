import type { Failure } from "../../src/grading/judge/outcome.js";
import type { Timeline } from "../../src/grading/judge/timeline.js";

type Kit = Pick<typeof import("./kit.js"), "anomalies" | "timelineTable">;

/** A failure as a reader sees it: the property, the smallest case, what was expected, and the anomaly's meaning. */
export function failureNodes({ says, timeline, expected, got, anomaly, note }: Failure, kit: Kit): readonly Node[] {
  const title = element("h2", says);
  const facts = document.createElement("dl");
  if (expected !== null) facts.append(element("dt", "expected"), element("dd", expected, "is-good"));
  facts.append(element("dt", "got"), element("dd", got, "is-bad"));
  const nodes: Node[] = [title, ...(timeline.length === 0 ? [] : [table(timeline, kit)]), facts];
  if (anomaly !== null) {
    const meaning = document.createElement("p");
    meaning.append(element("strong", anomaly), `: ${kit.anomalies[anomaly]}.`);
    nodes.push(meaning);
  }
  if (note !== null) nodes.push(element("p", note));
  return nodes;
}

/** The timeline; an arrow stands before the row where it went wrong. */
function table(timeline: Timeline, { timelineTable }: Kit): Node {
  const { headings, rows, numeric } = timelineTable(timeline);
  const head = document.createElement("tr");
  head.append(element("td", ""), ...headings.map((heading, at) => element("th", heading, alignment(numeric[at]))));
  const body = rows.map((row, at) => {
    const isWrong = timeline[at]?.wrong === true;
    const line = document.createElement("tr");
    line.className = isWrong ? "is-wrong" : "";
    line.append(
      element("td", isWrong ? "▶" : ""),
      ...row.map((cell, at) => element("td", cell, alignment(numeric[at]))),
    );
    return line;
  });
  const whole = document.createElement("table");
  whole.append(head, ...body);
  const frame = document.createElement("div");
  frame.className = "wide";
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "The smallest case that fails");
  frame.append(whole);
  return frame;
}

const alignment = (isNumber: boolean | undefined): string => (isNumber === true ? "is-number" : "");

function element(name: string, text: string, className = ""): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}
