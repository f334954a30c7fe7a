import { escapeHtml } from "../report/report-html.js";
import type { Mark } from "./learner-grades.js";

/** Limits of any grader in Node; they stand on every gradebook. */
export const notContained = [
  "Memory outside of JavaScript's heap (typed arrays) is weighed twenty times a second on Linux; elsewhere only the machine and the time-out limit it.",
  "A process may use one core until its call times out.",
  "Code runs in a realm without Node (node:vm): no module, no file, no network, no process. A fault in V8 could be a way out of it, into a process that may read only its own folder.",
  "Native code is out of reach, as far as Node's permission model (experimental in version 20) holds.",
] as const;

/** A sign for each mark, told apart by shape and not by color alone. */
export const signs: Readonly<Record<Mark, string>> = {
  passed: "✓",
  failed: "✗",
  broken: "⌧",
  hung: "∞",
  crashed: "!",
  unknown: "?",
  refused: "⊘",
  "not-started": "·",
  "no file": "–",
};

const style = `
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 1.5rem auto; padding: 0 1rem; color: #1d2630; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: separate; border-spacing: 0; margin: .5rem 0; }
th, td { border: solid #ccd2d8; border-width: 0 1px 1px 0; padding: .15rem .5rem; text-align: left; vertical-align: top; }
tr:first-child > * { border-top-width: 1px; } tr > :first-child { border-left-width: 1px; }
code, pre { background: #f2f4f6; padding: 0 .2rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.passed { background: #e2f3e5; } .failed, .broken, .hung, .crashed { background: #fbe3e6; }
.unknown, .refused, .not-graded { background: #fdf3d8; } .not-started, .no-file, .waiting, .absent { color: #5a6570; }
.wide { overflow: auto; max-height: 85vh; border-bottom: 1px solid #ccd2d8; }
.wide th, .wide td { background-clip: padding-box; }
.wide td.mark { text-align: center; padding: .1rem 0; min-width: 1.35rem; }
.wide .mark a { display: block; text-decoration: none; color: inherit; }
.wide thead th { position: sticky; top: 0; background: #fff; z-index: 1; vertical-align: bottom; }
.wide th.exercise { writing-mode: vertical-rl; transform: rotate(180deg); padding: .4rem .1rem; font-weight: 400;
  border-width: 1px 0 0 1px; }
.wide th.name { position: sticky; left: 0; background: #fff; z-index: 2; min-width: 11rem; max-width: 15rem; overflow-wrap: anywhere; }
.wide th.rest { width: 100%; padding: 0; }
.wide thead th.name { z-index: 3; }
.number { text-align: right; white-space: nowrap; }
.bar { display: block; height: .9rem; background: #3f6fb5; min-width: 2px; }
td.chart { width: 24rem; } section { border-top: 1px solid #ccd2d8; margin-top: 1.5rem; }
@media print { .wide { max-height: none; } }
`;

/**
 * A page that needs nothing else: no script, no request.
 *
 * @param body HTML; whoever writes it escapes what is not the kit's own
 */
export function htmlPage(title: string, body: readonly string[]): string {
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>`,
    '<meta name="viewport" content="width=device-width">',
    `<style>${style}</style></head><body>`,
    `<h1>${escapeHtml(title)}</h1>`,
    ...body,
    "</body></html>\n",
  ].join("\n");
}

/** The class name of a mark. */
export const classOf = (mark: Mark): string => mark.replace(" ", "-");

/** The signs and what they mean, for below a table. */
export const legend: string = `<p>${Object.entries(signs)
  .map(([mark, sign]) => `${sign} ${mark.replace("-", " ")}`)
  .join(" · ")}</p>`;
