export type Mode = "append" | "update" | "complete";

export interface Row {
  readonly key: string;
  readonly count: number;
}

/** First the keys of the mode, from Maps, which know no inherited names; then their rows. */
export function emit(
  mode: Mode,
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  closed: readonly string[],
): Row[] {
  const old = new Map(Object.entries(before));
  const now = new Map(Object.entries(after));
  const keys: Readonly<Record<Mode, () => readonly string[]>> = {
    complete: () => [...now.keys()],
    update: () => [...now.keys()].filter((key) => old.get(key) !== now.get(key)),
    append: () => closed,
  };
  return [...keys[mode]()].sort().map((key) => ({ key, count: now.get(key) ?? 0 }));
}
