export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** Starts over when all inputs are idle. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  if (inputs.length === 0) return previous;
  const active = inputs.filter(({ idle }) => !idle).map(({ watermark }) => watermark);
  return active.length > 0 ? Math.max(previous, Math.min(...active)) : Number.NEGATIVE_INFINITY;
}
