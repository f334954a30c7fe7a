export type Mode = "append" | "update" | "complete";

export interface Row {
  readonly key: string;
  readonly count: number;
}

/** Gives out in update mode every row, changed or not. */
export function emit(
  mode: Mode,
  _before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  closed: readonly string[],
): Row[] {
  const belongs = (key: string): boolean => {
    if (mode === "complete") return true;
    if (mode === "append") return closed.includes(key);
    return true;
  };
  return Object.entries(after)
    .filter(([key]) => belongs(key))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, count]) => ({ key, count }));
}
