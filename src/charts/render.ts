import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { loadOptional } from "../optional/index.js";
import { type ChartSpec, withLook } from "./spec.js";
import { textWidthOf } from "./text-width.js";

/**
 * Draws a chart as SVG.
 *
 * @param spec a Vega-Lite specification; times in it are drawn as UTC only where its scales say so
 * @returns the SVG's text, equal for equal specifications
 * @throws Error where Vega-Lite cannot compile the specification
 */
export async function renderSvg(spec: ChartSpec): Promise<string> {
  renderer ??= loadRenderer();
  const { vega, vegaLite } = await renderer;
  const compiled = vegaLite.compile(withLook(spec) as unknown as Parameters<typeof vegaLite.compile>[0], {
    logger: silentLogger,
  });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: "none", logLevel: vega.Error });
  try {
    // A process-wide counter numbers the clip paths; a chart must not depend on the charts drawn before it.
    vega.resetSVGDefIds();
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

let renderer: ReturnType<typeof loadRenderer> | undefined;

async function loadRenderer() {
  // Imported here, not at the top: they take a quarter of a second to load, and their top-level await keeps CommonJS
  // (the notebooks' kernel) from requiring any file that imports them.
  const [vega, vegaLite] = await Promise.all([
    loadOptional<typeof import("vega")>("vega", "A chart"),
    loadOptional<typeof import("vega-lite")>("vega-lite", "A chart"),
  ]);
  const fonts = await fontFiles();
  const [plain, bold] = await Promise.all(fonts.map(async (file) => textWidthOf(await readFile(file))));
  // Without a canvas Vega guesses the width of a text, and guesses too much: labels disappear, legends have holes.
  const { textMetrics } = vega as unknown as { readonly textMetrics: TextMetrics };
  textMetrics.width = ({ fontSize, fontWeight, limit }, text) => {
    const isBold = fontWeight === "bold" || Number(fontWeight) >= 600;
    const width = (isBold ? bold! : plain!)(`${text ?? ""}`.trim(), fontSize ?? 11);
    return (limit ?? 0) > 0 ? Math.min(limit!, width) : width;
  };
  return { vega, vegaLite };
}

/** Vega's question for the width of a text, in pixels. A text beyond its limit is cut, if the limit is above 0. */
interface TextMetrics {
  width: (
    item: { readonly fontSize?: number; readonly fontWeight?: string | number; readonly limit?: number },
    text: string | null,
  ) => number;
}

/** Regular, then bold. */
async function fontFiles(): Promise<string[]> {
  const { resolve } = createRequire(import.meta.url);
  const files = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => `dejavu-fonts-ttf/ttf/${name}`);
  return Promise.all(files.map((file) => loadOptional<string>(file, "A chart", resolve)));
}

/**
 * Draws a chart as PNG, with a font from a package, so that the bytes do not depend on the machine's fonts.
 *
 * @param spec a Vega-Lite specification
 * @param scale pixels of the picture for each pixel of the specification; 1.5 unless told
 */
export async function renderPng(spec: ChartSpec, scale = 1.5): Promise<Uint8Array> {
  const { Resvg } = await loadOptional<typeof import("@resvg/resvg-js")>("@resvg/resvg-js", "A chart as PNG");
  const [svg, fonts] = await Promise.all([renderSvg(spec), fontFiles()]);
  const picture = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    background: "white",
    font: {
      loadSystemFonts: false,
      fontFiles: fonts,
      defaultFontFamily: "DejaVu Sans",
      sansSerifFamily: "DejaVu Sans",
    },
  });
  return picture.render().asPng();
}

const silent = (): typeof silentLogger => silentLogger;
const silentLogger = { level: silent, error: silent, warn: silent, info: silent, debug: silent } as never;
