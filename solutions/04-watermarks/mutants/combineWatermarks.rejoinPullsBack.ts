export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** Forgets what was promised before: an input that comes back pulls the watermark back. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  const active = inputs.filter(({ idle }) => !idle).map(({ watermark }) => watermark);
  const all = inputs.map(({ watermark }) => watermark);
  if (all.length === 0) return previous;
  return active.length > 0 ? Math.min(...active) : Math.max(previous, ...all);
}
