export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** Takes the slowest input also when all are idle. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  const active = inputs.filter(({ idle }) => !idle).map(({ watermark }) => watermark);
  const all = inputs.map(({ watermark }) => watermark);
  if (all.length === 0) return previous;
  return Math.max(previous, Math.min(...(active.length > 0 ? active : all)));
}
