export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** One pass that carries both answers along, and chooses at the end. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  let slowestActive: number | null = null;
  let fastest = previous;
  for (const { watermark, idle } of inputs) {
    if (watermark > fastest) fastest = watermark;
    if (!idle && (slowestActive === null || watermark < slowestActive)) slowestActive = watermark;
  }
  if (slowestActive === null) return fastest;
  return slowestActive > previous ? slowestActive : previous;
}
