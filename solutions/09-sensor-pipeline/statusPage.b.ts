export type Page =
  | {
      readonly status: 200;
      readonly body: {
        readonly readings: number;
        readonly sensors: readonly { readonly sensor: string; readonly readings: number }[];
      };
    }
  | { readonly status: 503; readonly body: { readonly error: string } };

/** Names first; the sum grows beside the list. */
export function statusPage(counts: Readonly<Record<string, number>>, ready: boolean): Page {
  const sensors: { sensor: string; readings: number }[] = [];
  let all = 0;
  for (const sensor of Object.keys(counts).toSorted()) {
    const readings = counts[sensor] ?? 0;
    sensors.push({ sensor, readings });
    all += readings;
  }
  return ready ? { status: 200, body: { readings: all, sensors } } : { status: 503, body: { error: "not ready" } };
}
