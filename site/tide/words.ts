import type { TideSettings, WindowKind } from "./settings.js";
import { meanDelay, type Tide, type TideEvent, type TideMoment } from "./tide.js";

/** Seconds with one digit, or none where it is whole: `7.2 s`, `7 s`. */
export const inSeconds = (ms: number): string => `${Number((ms / 1000).toFixed(1))} s`;

/** Event times far outside of the picture are told in hours. */
export const inTime = (ms: number): string => {
  if (ms === Number.NEGATIVE_INFINITY) return "none yet";
  return Math.abs(ms) >= 3_600_000 ? `${Number((ms / 3_600_000).toFixed(2))} h` : inSeconds(ms);
};

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The sentence beside the picture. Its figures are those of the whole run. */
export function summary(shown: Tide): string {
  const { settings, events, moments, windows } = shown;
  const last = moments.at(-1)!;
  const delay = meanDelay(shown);
  const open = windows.filter(({ closedAt }) => closedAt === null).length;
  const lost =
    last.late === 0
      ? `none of ${events.length} readings comes too late`
      : `${last.late} of ${events.length} readings ${last.late === 1 ? "comes" : "come"} too late`;
  const parts = [
    `With a wait of ${settings.wait} s, ${lost}`,
    delay === null
      ? "and no window closes before the stream ends"
      : `and a result comes ${inSeconds(delay)} after the end of its window on average`,
  ];
  const more = [
    ...(last.revised > 0 ? [`${plural(last.revised, "reading corrects", "readings correct")} a result.`] : []),
    ...(last.diverted > 0 ? [`${plural(last.diverted, "reading is", "readings are")} diverted.`] : []),
    ...(open > 0 ? [`${plural(open, "window is", "windows are")} still open when the last reading comes.`] : []),
  ];
  return [`${parts.join(", ")}.`, ...more].join(" ");
}

/** Files of the library that decide, by window kind; the pages' links to the code. */
export const windowSources: Readonly<Record<WindowKind, string>> = {
  tumbling: "src/core/windows/half-open.ts",
  hopping: "src/core/windows/half-open.ts",
  sliding: "src/core/windows/sliding.ts",
  session: "src/core/windows/session.ts",
};
export const guardSource = "src/core/future-guard.ts";

/** One event's fate, the rule that decided it, and the file that holds the rule. */
export interface ToldFate {
  readonly title: string;
  readonly rule: string;
  readonly source: string;
}

export function fateOf(event: TideEvent, { settings }: Tide): ToldFate {
  const source = event.fate === "diverted" ? guardSource : windowSources[settings.window];
  return { ...toldFate(event, settings), source };
}

function toldFate(event: TideEvent, settings: TideSettings): Omit<ToldFate, "source"> {
  const where = settings.partitions > 1 ? ` of its partition ${event.partition}` : "";
  const title = `Reading ${event.number + 1}: event time ${inTime(event.at)}, read at ${inSeconds(event.readAt)}`;
  const judged = `The watermark${where} before it was ${inTime(event.judgedBy)}.`;
  const kept = settings.lateness > 0 ? ` + ${settings.lateness} s of lateness` : "";
  switch (event.fate) {
    case "counted":
      return { title, rule: `Counted. ${judged} Its window was still open.` };
    case "revised":
      return {
        title,
        rule: `Counted late: ${judged} Its window had closed and was still kept, so its result is corrected.`,
      };
    case "partly-late":
      return { title, rule: `Counted in the windows that were still open, too late for the others. ${judged}` };
    case "late":
      return {
        title,
        rule: `Late (${event.reason}). ${judged} A window is lost to an event when its end${kept} ≤ that watermark.`,
      };
    case "diverted":
      return {
        title,
        rule: "Diverted by the future guard: it lies more than a minute beyond the newest reading, so it moves nothing.",
      };
  }
}

/** The counters under the picture, at one moment. */
export const counters = (moment: TideMoment): readonly (readonly [name: string, value: string])[] => [
  ["read", String(moment.read)],
  ["watermark", inTime(moment.watermark)],
  ["results", String(moment.results)],
  ["late", String(moment.late)],
  ["state", String(moment.stateSize)],
];

/** The picture in words, for those who do not see it. */
export function alternative(shown: Tide): string {
  const { events, windows, endsAt } = shown;
  const late = events.filter(({ fate }) => fate === "late").map(({ number }) => number + 1);
  const ends = windows.map(({ start, end, results }) => {
    const count = results.at(-1)?.count;
    return `${inSeconds(start)} to ${inSeconds(end)}: ${count ?? "taken back"}`;
  });
  return [
    `Event time over reading time, ${inSeconds(endsAt)} wide. ${summary(shown)}`,
    late.length === 0 ? "" : `Late: reading ${late.slice(0, 20).join(", ")}${late.length > 20 ? " and more" : ""}.`,
    ends.length === 0 || ends.length > 12 ? `${ends.length} windows.` : `Windows: ${ends.join("; ")}.`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}
