export type Mode = "append" | "update" | "complete";

export interface Row {
  readonly key: string;
  readonly count: number;
}

/** Gives out in update mode only what has grown. */
export function emit(
  mode: Mode,
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  closed: readonly string[],
): Row[] {
  const belongs = (key: string, count: number): boolean => {
    if (mode === "complete") return true;
    if (mode === "append") return closed.includes(key);
    return !Object.hasOwn(before, key) || (before[key] ?? 0) < count;
  };
  return Object.entries(after)
    .filter(([key, count]) => belongs(key, count))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, count]) => ({ key, count }));
}
