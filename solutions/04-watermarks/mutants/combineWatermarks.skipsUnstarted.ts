export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** Does not wait for an input that has had no event yet. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  const active = inputs.filter(({ idle }) => !idle).map(({ watermark }) => watermark);
  const all = inputs.map(({ watermark }) => watermark);
  if (all.length === 0) return previous;
  const started = active.filter((watermark) => watermark !== Number.NEGATIVE_INFINITY);
  if (started.length > 0) return Math.max(previous, Math.min(...started));
  return active.length > 0 ? previous : Math.max(previous, ...all);
}
