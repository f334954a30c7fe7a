export interface Checkpoint {
  readonly state: unknown;
  readonly offsets: Readonly<Record<number, number>>;
}

export type FileStep =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "sync"; readonly path: string }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "syncFolder" };

/** Makes sure of the text only after the rename. */
export function saveSteps(_files: Readonly<Record<string, string>>, data: Checkpoint): FileStep[] {
  return [
    { do: "write", path: "checkpoint.tmp", text: JSON.stringify(data) },
    { do: "rename", from: "checkpoint.tmp", to: "checkpoint" },
    { do: "sync", path: "checkpoint" },
    { do: "syncFolder" },
  ];
}

export function load(files: Readonly<Record<string, string>>): Checkpoint | null {
  try {
    return JSON.parse(files.checkpoint ?? "null") as Checkpoint | null;
  } catch {
    return null;
  }
}
