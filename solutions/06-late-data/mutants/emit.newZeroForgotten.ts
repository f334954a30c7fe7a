export type Mode = "append" | "update" | "complete";

export interface Row {
  readonly key: string;
  readonly count: number;
}

/** Takes a row that is not there for one of 0, and so a new row of 0 for unchanged. */
export function emit(
  mode: Mode,
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  closed: readonly string[],
): Row[] {
  const belongs = (key: string, count: number): boolean => {
    if (mode === "complete") return true;
    if (mode === "append") return closed.includes(key);
    return (Object.hasOwn(before, key) ? before[key] : 0) !== count;
  };
  return Object.entries(after)
    .filter(([key, count]) => belongs(key, count))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, count]) => ({ key, count }));
}
