import type { TideSettings, WindowKind } from "./settings.js";
import { stream } from "./stream.js";

const windows: Readonly<Record<WindowKind, (size: number) => string>> = {
  tumbling: (size) => `tumbling(seconds(${size}))`,
  hopping: (size) => `hopping(seconds(${size}), seconds(${size / 2}))`,
  sliding: (size) => `sliding(seconds(${size}))`,
  session: (size) => `session(seconds(${size}))`,
};

/** More rows than a reader wants to copy. */
const mostRows = 120;

/**
 * Writes the picture as a program that prints its results and its late events: the same pipeline over the same rows. A
 * stream of more than 120 events is cut, and a comment says so. Idleness is a decision by a clock, which `run` does not
 * have; a comment names it.
 */
export function snippet(settings: TideSettings): string {
  const { wait, window, size, lateness, guard, partitions } = settings;
  const rows = stream(settings);
  const time = [`outOfOrderness: seconds(${wait})`, ...(guard ? ["maxJump: seconds(60)"] : [])].join(", ");
  const late = lateness > 0 ? `, { lateness: seconds(${lateness}) }` : "";
  const names = ["count", "pipeline", "record", "run", "seconds", window].sort().join(", ");
  const lines = [
    `import { ${names} } from "tidemark";`,
    `import { z } from "zod";`,
    ``,
    `const Reading = z.object({ at: z.number(), ship: z.string() });`,
    ``,
    `const readingsByWindow = pipeline("tide")`,
    `  .from("readings", Reading)`,
    `  .eventTime("at", { ${time} })`,
    `  .keyBy("ship")`,
    `  .window(${windows[window](size)}${late})`,
    `  .aggregate({ readings: count() })`,
    `  .to("readings-by-window");`,
    ``,
    `// In the order of reading: [event time in ms, partition].`,
    ...(rows.length > mostRows ? [`// The first ${mostRows} of ${rows.length}.`] : []),
    `const arrivals: [number, number][] = [`,
    ...inLines(rows.slice(0, mostRows).map(({ at, partition }) => `[${at}, ${partition}]`)),
    `];`,
    ...(settings.idleAfter > 0
      ? [
          `// A worker asks the clock for idle partitions: .eventTime("at", { …, idleAfter: seconds(${settings.idleAfter}) }).`,
        ]
      : []),
    `const inputs = arrivals.map(([at, partition]) => record("readings", { at, ship: "Alma" }, { partition }));`,
    `const { results, late } = run(readingsByWindow, inputs, { partitions: ${partitions} });`,
    `console.log(results.map(({ row }) => row));`,
    `console.log(late.length, "late");`,
  ];
  return `${lines.join("\n")}\n`;
}

/** Lines of at most six items. */
function inLines(items: readonly string[]): string[] {
  const lines: string[] = [];
  for (let i = 0; i < items.length; i += 6) lines.push(`  ${items.slice(i, i + 6).join(", ")},`);
  return lines;
}
