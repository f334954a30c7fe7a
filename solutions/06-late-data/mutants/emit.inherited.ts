export type Mode = "append" | "update" | "complete";

export interface Row {
  readonly key: string;
  readonly count: number;
}

/** Takes the names that every object has for rows that were there before. */
export function emit(
  mode: Mode,
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  closed: readonly string[],
): Row[] {
  const belongs = (key: string, count: number): boolean => {
    if (mode === "complete") return true;
    if (mode === "append") return closed.includes(key);
    return key in before ? Object.hasOwn(before, key) && before[key] !== count : true;
  };
  return Object.entries(after)
    .filter(([key, count]) => belongs(key, count))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, count]) => ({ key, count }));
}
