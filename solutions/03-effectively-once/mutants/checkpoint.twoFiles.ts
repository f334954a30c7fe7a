export interface Checkpoint {
  readonly state: unknown;
  readonly offsets: Readonly<Record<number, number>>;
}

export type FileStep =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "sync"; readonly path: string }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "syncFolder" };

/** Saves the state, then the offsets, each of them whole. */
export function saveSteps(_files: Readonly<Record<string, string>>, data: Checkpoint): FileStep[] {
  const save = (path: string, value: unknown): FileStep[] => [
    { do: "write", path: "part.tmp", text: JSON.stringify(value) },
    { do: "sync", path: "part.tmp" },
    { do: "rename", from: "part.tmp", to: path },
    { do: "syncFolder" },
  ];
  return [...save("state", data.state), ...save("offsets", data.offsets)];
}

export function load(files: Readonly<Record<string, string>>): Checkpoint | null {
  const { state, offsets } = files;
  if (state === undefined || offsets === undefined) return null;
  return { state: JSON.parse(state), offsets: JSON.parse(offsets) };
}
