/** Names first, sorted; then each is put behind all that are as busy or busier. */
export function sensorsAbove(counts: Readonly<Record<string, number>>, threshold: number): string[] {
  const above: string[] = [];
  for (const sensor of Object.keys(counts).toSorted()) {
    const count = counts[sensor] ?? 0;
    if (!(count > threshold)) continue;
    const at = above.findIndex((other) => (counts[other] ?? 0) < count);
    above.splice(at < 0 ? above.length : at, 0, sensor);
  }
  return above;
}
