export interface Staged {
  readonly name: string;
  readonly complete: boolean;
}

export type FileStep =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "sync"; readonly path: string }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "syncFolder" };

/** First all files are safe, then the new list beside the old one, then it takes the old one's place. */
export function commitFiles(listed: readonly string[], staged: readonly Staged[], batchId: number): FileStep[] {
  if (staged.length === 0 || staged.some(({ complete }) => !complete)) return [];
  if (listed.some((entry) => entry.startsWith(`${batchId}/`))) return [];
  const entries = [...listed, ...staged.map(({ name }) => `${batchId}/${name}`)];
  return [
    ...staged.map(({ name }): FileStep => ({ do: "sync", path: name })),
    { do: "syncFolder" },
    { do: "write", path: "_list.tmp", text: JSON.stringify(entries) },
    { do: "sync", path: "_list.tmp" },
    { do: "rename", from: "_list.tmp", to: "_list" },
    { do: "syncFolder" },
  ];
}
