/**
 * How many cases a property tries, and from which seed. Fixed, so that a failure is the same on every machine;
 * `TIDEMARK_LAW_RUNS=50` tries fifty times as many, `TIDEMARK_LAW_SEED` starts elsewhere.
 */
export function cases(numRuns: number): { readonly numRuns: number; readonly seed: number } {
  const times = Number(process.env.TIDEMARK_LAW_RUNS ?? 1);
  return { numRuns: Math.ceil(numRuns * times), seed: Number(process.env.TIDEMARK_LAW_SEED ?? 20_260_704) };
}
