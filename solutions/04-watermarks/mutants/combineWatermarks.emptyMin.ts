export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** Takes the minimum of no inputs, which is Infinity. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  const active = inputs.filter(({ idle }) => !idle).map(({ watermark }) => watermark);
  return Math.max(previous, Math.min(...active));
}
