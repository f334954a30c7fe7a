export interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

/** Follows the fastest input. */
export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
  return Math.max(previous, ...inputs.map(({ watermark }) => watermark));
}
