/**
 * A Vega-Lite specification as plain JSON. Its full type is not used here: it is so large that every cell of a notebook
 * would be checked more slowly, and a wrong field is seen in the picture at once.
 */
export interface ChartSpec {
  readonly [field: string]: unknown;
}

/** The version that JupyterLab 4 draws by itself; version 6 reads it too. */
const schema = "https://vega.github.io/schema/vega-lite/v5.json";

/** Colors that stay apart for the color-blind too; late events also have a shape of their own. */
export const colors = {
  onTime: "#2f6f9f",
  late: "#d62839",
  watermark: "#e07a00",
  window: "#8fa3b0",
  kept: "#f5cf96",
  text: "#333333",
  /** Color of secondary words, still dark enough to be read. */
  quiet: "#5b6b76",
  faint: "#b8bec4",
} as const;

/**
 * Colors for names without an order, such as keys; color-blind readers can tell them apart too. More names than colors
 * begin again.
 */
export const palette = ["#2f6f9f", "#e07a00", "#3a8f5d", "#8a5aa3", "#b03a5b", "#7a6a1f"] as const;

/** Shape of a late event: an upright cross could be taken for a point of the grid. */
export const saltire = "M-0.9,-0.9L0.9,0.9M-0.9,0.9L0.9,-0.9";

const font = "DejaVu Sans, Verdana, sans-serif";

/**
 * A specification with the schema's version and the look that all charts share; settings of the specification itself
 * win.
 *
 * @param spec any Vega-Lite specification of version 5
 */
export function withLook(spec: ChartSpec): ChartSpec {
  const words = { labelColor: colors.text, titleColor: colors.text, titleFontWeight: "normal" };
  const look = {
    font,
    background: "white",
    view: { stroke: null },
    mark: { color: colors.onTime },
    range: { category: palette },
    axis: { ...words, gridColor: "#eef0f2", labelFlush: false },
    header: words,
    legend: { ...words, labelLimit: 0 },
    title: { color: colors.text, fontWeight: "bold", fontSize: 13, subtitleColor: colors.text, anchor: "start" },
  };
  const own = (spec.config ?? {}) as ChartSpec;
  return { $schema: schema, ...spec, config: { ...look, ...own } };
}
