export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** The slowest of the active inputs, or the fastest of all when none is active; never behind what was promised. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  const active = inputs.filter(({ idle }) => !idle).map(({ watermark }) => watermark);
  const combined = active.length > 0 ? Math.min(...active) : Math.max(...inputs.map(({ watermark }) => watermark));
  return Math.max(previous, combined);
}
