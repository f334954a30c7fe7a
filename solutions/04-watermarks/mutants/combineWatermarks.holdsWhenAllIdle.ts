export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** Stands still when all inputs are idle. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  const active = inputs.filter(({ idle }) => !idle).map(({ watermark }) => watermark);
  return active.length > 0 ? Math.max(previous, Math.min(...active)) : previous;
}
