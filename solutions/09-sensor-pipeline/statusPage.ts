export type Page =
  | {
      readonly status: 200;
      readonly body: {
        readonly readings: number;
        readonly sensors: readonly { readonly sensor: string; readonly readings: number }[];
      };
    }
  | { readonly status: 503; readonly body: { readonly error: string } };

/** A list of pairs, sorted; the sum from the list. */
export function statusPage(counts: Readonly<Record<string, number>>, ready: boolean): Page {
  if (!ready) return { status: 503, body: { error: "the counts are being restored" } };
  const sensors = Object.entries(counts)
    .map(([sensor, readings]) => ({ sensor, readings }))
    .sort((a, b) => (a.sensor < b.sensor ? -1 : 1));
  return { status: 200, body: { readings: sensors.reduce((sum, { readings }) => sum + readings, 0), sensors } };
}
