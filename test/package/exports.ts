import { readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** A name that a file exports, with the file that declares it. */
export interface Exported {
  readonly name: string;
  readonly file: string;
  /** Whether a doc comment stands before its declaration. */
  readonly documented: boolean;
}

const listed = /^export (?:type )?\{([^}]*)\}(?: from "(\.[^"]+)\.js")?;/gm;
const declared =
  /^export (?:declare |abstract |async )*(?:class|function\*?|const|let|interface|type|enum) ([A-Za-z_$][\w$]*)/gm;

const known = new Map<string, readonly Exported[]>();

/** All names that a source exports, those of other files included, sorted. A star is not followed. */
export function exportsOf(root: string, file: string): readonly Exported[] {
  const path = join(root, file);
  const exported = known.get(path) ?? readExports(root, file);
  known.set(path, exported);
  return exported;
}

function readExports(root: string, file: string): Exported[] {
  const source = readFileSync(join(root, file), "utf8");
  const own = [...source.matchAll(declared)].map(([, name = ""]) => ({
    name,
    file,
    documented: isDocumented(source, name),
  }));
  const passed = [...source.matchAll(listed)].flatMap(([, names = "", from]) =>
    names
      .split(",")
      .map((each) => each.trim().replace(/^type /, ""))
      .filter((each) => each !== "")
      .map((each) => declarationOf(root, file, from, each)),
  );
  const unique = new Map([...own, ...passed].map((each) => [each.name, each]));
  return [...unique.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function declarationOf(root: string, file: string, from: string | undefined, each: string): Exported {
  const [original = each, name = original] = each.split(" as ");
  if (from === undefined) return { name, file, documented: true };
  const other = posix.join(posix.dirname(file), `${from}.ts`);
  const found = exportsOf(root, other).find((exported) => exported.name === original);
  if (found === undefined) throw new Error(`${file} exports ${original}, which ${other} has not`);
  return { ...found, name };
}

/** Of overloads the first counts. */
function isDocumented(source: string, name: string): boolean {
  const declaration = [...source.matchAll(declared)].find(([, other]) => other === name);
  return declaration !== undefined && /\*\/\s*$/.test(source.slice(0, declaration.index));
}
