export interface Checkpoint {
  readonly state: unknown;
  readonly offsets: Readonly<Record<number, number>>;
}

export type FileStep =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "sync"; readonly path: string }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "syncFolder" };

/** Does not wait until the folder knows of the new name. */
export function saveSteps(_files: Readonly<Record<string, string>>, data: Checkpoint): FileStep[] {
  return [
    { do: "write", path: "checkpoint.tmp", text: JSON.stringify(data) },
    { do: "sync", path: "checkpoint.tmp" },
    { do: "rename", from: "checkpoint.tmp", to: "checkpoint" },
  ];
}

export function load(files: Readonly<Record<string, string>>): Checkpoint | null {
  const text = files.checkpoint;
  return text === undefined ? null : (JSON.parse(text) as Checkpoint);
}
