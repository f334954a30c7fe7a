import { NotStarted } from "tidemark/exercises";

/** What the page answers: its status in HTTP, and a body that is written as JSON. */
export type Page =
  | {
      readonly status: 200;
      readonly body: {
        readonly readings: number;
        readonly sensors: readonly { readonly sensor: string; readonly readings: number }[];
      };
    }
  | { readonly status: 503; readonly body: { readonly error: string } };

/**
 * The status page of a worker: how many readings it has counted, in all and by sensor.
 *
 * Ready: status 200, and in the body the sum of all counts as `readings`, and every sensor with its count as `sensors`, by
 * name in code units (as `<` compares texts). A sensor with count 0 is listed too. A worker that has counted nothing yet
 * is ready all the same: 0 readings, no sensors.
 *
 * Not ready: its counts are still being restored, and nobody may take them for the truth. Status 503, and a body with an
 * `error` (a text of your own, not empty) and nothing else.
 *
 * @param counts readings by sensor, whole numbers; names are any texts but "__proto__"
 * @param ready `true` when the counts are restored
 */
export function statusPage(counts: Readonly<Record<string, number>>, ready: boolean): Page {
  throw new NotStarted();
}
