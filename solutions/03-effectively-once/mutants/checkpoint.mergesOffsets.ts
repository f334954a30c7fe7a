export interface Checkpoint {
  readonly state: unknown;
  readonly offsets: Readonly<Record<number, number>>;
}

export type FileStep =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "sync"; readonly path: string }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "syncFolder" };

/** Adds the new offsets to those of the save before, so that partitions never go. */
export function saveSteps(files: Readonly<Record<string, string>>, data: Checkpoint): FileStep[] {
  const offsets = { ...load(files)?.offsets, ...data.offsets };
  return [
    { do: "write", path: "checkpoint.tmp", text: JSON.stringify({ ...data, offsets }) },
    { do: "sync", path: "checkpoint.tmp" },
    { do: "rename", from: "checkpoint.tmp", to: "checkpoint" },
    { do: "syncFolder" },
  ];
}

export function load(files: Readonly<Record<string, string>>): Checkpoint | null {
  const text = files.checkpoint;
  return text === undefined ? null : (JSON.parse(text) as Checkpoint);
}
