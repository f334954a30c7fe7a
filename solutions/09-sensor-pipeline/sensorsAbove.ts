/** Filter, sort, names. */
export function sensorsAbove(counts: Readonly<Record<string, number>>, threshold: number): string[] {
  return Object.entries(counts)
    .filter(([, count]) => count > threshold)
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([sensor]) => sensor);
}
