export interface Checkpoint {
  readonly state: unknown;
  readonly offsets: Readonly<Record<number, number>>;
}

export type FileStep =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "sync"; readonly path: string }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "syncFolder" };

const prefix = "checkpoint-";
const numbers = (files: Readonly<Record<string, string>>): number[] =>
  Object.keys(files)
    .filter((path) => path.startsWith(prefix))
    .map((path) => Number(path.slice(prefix.length)));

/** Writes each save to a file of its own, and never has one fewer. */
export function saveSteps(files: Readonly<Record<string, string>>, data: Checkpoint): FileStep[] {
  const path = `${prefix}${Math.max(0, ...numbers(files)) + 1}`;
  return [
    { do: "write", path: "temp", text: JSON.stringify(data) },
    { do: "sync", path: "temp" },
    { do: "rename", from: "temp", to: path },
    { do: "syncFolder" },
  ];
}

export function load(files: Readonly<Record<string, string>>): Checkpoint | null {
  const newest = Math.max(0, ...numbers(files));
  return newest === 0 ? null : (JSON.parse(files[`${prefix}${newest}`] ?? "null") as Checkpoint);
}
