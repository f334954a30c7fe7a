import { display } from "./display.js";
import { renderPng } from "./render.js";
import { type ChartSpec, withLook } from "./spec.js";
import { wrap } from "./wrap.js";

/**
 * Shows a chart in a notebook: as Vega-Lite for JupyterLab, as PNG for every other viewer, as text for a terminal of 80
 * columns. Outside of a notebook only the text is printed.
 *
 * @param spec a Vega-Lite specification of version 5
 * @param options `alt` says in words what the picture shows, for those who cannot see it
 * @throws Error where Vega-Lite cannot compile the specification
 *
 * @example
 * ```ts
 * import { show } from "tidemark";
 *
 * const counts = [{ window: "10:00", readings: 12 }, { window: "10:01", readings: 9 }];
 * await show(
 *   {
 *     data: { values: counts },
 *     mark: "bar",
 *     encoding: { x: { field: "window" }, y: { field: "readings", type: "quantitative" } },
 *   },
 *   { alt: "Readings per window: 12, then 9." },
 * );
 * ```
 */
export async function show(spec: ChartSpec, options: { readonly alt: string }): Promise<void> {
  const described = withLook({ description: options.alt, ...spec });
  const png = await renderPng(described);
  display({
    "application/vnd.vegalite.v5+json": described,
    "image/png": Buffer.from(png).toString("base64"),
    "text/plain": wrap(options.alt, 80).join("\n"),
  });
}
