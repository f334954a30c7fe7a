export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** Follows the first active input of the list. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  const active = inputs.filter(({ idle }) => !idle).map(({ watermark }) => watermark);
  const all = inputs.map(({ watermark }) => watermark);
  return Math.max(previous, active[0] === undefined ? Math.max(previous, ...all) : active[0]);
}
