export interface Checkpoint {
  readonly state: unknown;
  readonly offsets: Readonly<Record<number, number>>;
}

export type FileStep =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "sync"; readonly path: string }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "syncFolder" };

/** Looks into every file that it finds, also those of others. */
export function saveSteps(_files: Readonly<Record<string, string>>, data: Checkpoint): FileStep[] {
  return [
    { do: "write", path: "checkpoint.tmp", text: JSON.stringify(data) },
    { do: "sync", path: "checkpoint.tmp" },
    { do: "rename", from: "checkpoint.tmp", to: "checkpoint" },
    { do: "syncFolder" },
  ];
}

export function load(files: Readonly<Record<string, string>>): Checkpoint | null {
  const all = Object.entries(files).filter(([path]) => path !== "checkpoint.tmp");
  const parsed = all.map(([path, text]) => [path, JSON.parse(text) as Checkpoint] as const);
  return parsed.find(([path]) => path === "checkpoint")?.[1] ?? null;
}
