export interface Staged {
  readonly name: string;
  readonly complete: boolean;
}

export type FileStep =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "sync"; readonly path: string }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "syncFolder" };

/** A set of the files of each batch; the list is prepared first, and one sync of the folder serves it and the files. */
export function commitFiles(listed: readonly string[], staged: readonly Staged[], batchId: number): FileStep[] {
  const files = new Map<number, string[]>();
  for (const entry of listed) {
    const slash = entry.indexOf("/");
    const batch = Number(entry.slice(0, slash));
    files.set(batch, [...(files.get(batch) ?? []), entry.slice(slash + 1)]);
  }
  const names = staged.filter(({ complete }) => complete).map(({ name }) => name);
  if (files.has(batchId) || names.length < staged.length || names.length === 0) return [];
  files.set(batchId, names);
  const newestFirst = [...files].sort(([left], [right]) => right - left);
  const next = `_list-with-${batchId}`;
  const steps: FileStep[] = [
    {
      do: "write",
      path: next,
      text: JSON.stringify(
        newestFirst.flatMap(([batch, own]) => own.map((name) => `${batch}/${name}`)),
        null,
        1,
      ),
    },
  ];
  for (const path of [next, ...names]) steps.push({ do: "sync", path });
  steps.push({ do: "syncFolder" }, { do: "rename", from: next, to: "_list" }, { do: "syncFolder" });
  return steps;
}
