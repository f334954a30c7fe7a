export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** Waits for idle inputs as well. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  if (inputs.length === 0) return previous;
  const active = inputs.filter(({ idle }) => !idle).map(({ watermark }) => watermark);
  const all = inputs.map(({ watermark }) => watermark);
  return Math.max(previous, active.length > 0 ? Math.min(...all) : Math.max(...all));
}
