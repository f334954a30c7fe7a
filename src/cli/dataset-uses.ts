import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A part of the kit with figures of the datasets' own seed: it does not agree with data of another one. */
export interface DatasetUse {
  /** A notebook or a grader, relative to the kit. */
  readonly file: string;
  /** The datasets that it generates. */
  readonly datasets: readonly string[];
}

/**
 * Notebooks and graders that generate datasets, found by reading them: their figures, pictures and texts are of the
 * seed that stands in them.
 *
 * @param names the datasets' names, such as `watermark-demo`
 */
export function datasetUses(root: string, names: readonly string[]): DatasetUse[] {
  const notebooks = filesIn(root, "notebooks", ".ipynb");
  const graders = filesIn(root, "test/exercises", ".ts");
  return [...notebooks, ...graders].flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    if (!text.includes(".generate(")) return [];
    const code = codeOf(file, text);
    const used = names.filter((name) => isGenerated(code, variableOf(name)));
    return used.length === 0 ? [] : [{ file, datasets: used }];
  });
}

function filesIn(root: string, folder: string, ending: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const found = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return found
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`);
}

/** `watermark-demo` is exported as `watermarkDemo`. */
const variableOf = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Under its own name, or under the one that it was imported as. */
function isGenerated(code: string, variable: string): boolean {
  const alias = new RegExp(`\\b${variable} as (\\w+)`).exec(code)?.[1];
  return [variable, alias].some((name) => name !== undefined && new RegExp(`\\b${name}\\.generate\\(`).test(code));
}

/** A notebook's code, without its texts and outputs: prose speaks of orders and ships as well. */
function codeOf(file: string, text: string): string {
  if (!file.endsWith(".ipynb")) return text;
  const { cells } = JSON.parse(text) as { cells: { cell_type: string; source: string | string[] }[] };
  return cells
    .filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => (Array.isArray(source) ? source.join("") : source))
    .join("\n");
}
