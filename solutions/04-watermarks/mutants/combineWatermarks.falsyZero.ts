export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** Takes a slowest watermark of 0 for none so far. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  const all = inputs.map(({ watermark }) => watermark);
  let slowest: number | undefined;
  for (const { watermark, idle } of inputs) {
    if (!idle && (!slowest || watermark < slowest)) slowest = watermark;
  }
  return Math.max(previous, slowest === undefined ? Math.max(previous, ...all) : slowest);
}
