import type { TideSettings } from "./settings.js";
import { type Tide, tide } from "./tide.js";

/** One stop of the path through the page: something to find by moving a control. */
export interface Stop {
  readonly title: string;
  /** The question; plain text. */
  readonly task: string;
  /** Settings that the question starts from; the others stay as the first picture has them. */
  readonly scene: Partial<TideSettings>;
  /** The control to move, named as on the page. */
  readonly hint: string;
  /** Whether the picture on the screen is the answer. */
  readonly isFound: (shown: Tide) => boolean;
  /** The explanation behind the answer. It may use the picture's own figures. */
  readonly because: (shown: Tide) => string;
}

const lateIn = (shown: Tide): number => shown.moments.at(-1)!.late;
const revisedIn = (shown: Tide): number => shown.moments.at(-1)!.revised;
const openAtTheEnd = (shown: Tide): number => shown.windows.filter(({ closedAt }) => closedAt === null).length;

/** From the first loss to the price of waiting, the late result, the silent partition and the lying clock. */
export const stops: readonly Stop[] = [
  {
    title: "Do not wait at all",
    task: "Set the wait to 0. How many readings come too late for their window?",
    scene: {},
    hint: "Wait",
    isFound: ({ settings }) => settings.wait === 0,
    because: (shown) =>
      `${lateIn(shown)} of ${shown.events.length} readings are lost to their windows. The watermark now stands at the ` +
      "newest event time, so a window closes as soon as one reading lies behind its end. Each reading that was held up " +
      "for longer finds it closed.",
  },
  {
    title: "Lose nothing",
    task: "Find the shortest wait at which no reading is late.",
    scene: { wait: 0 },
    hint: "Wait",
    isFound: (shown) => {
      const { settings } = shown;
      if (lateIn(shown) > 0) return false;
      return settings.wait === 0 || lateIn(tide({ ...settings, wait: settings.wait - 0.5 })) > 0;
    },
    because: ({ settings }) =>
      `${settings.wait} seconds are enough for this minute. Look at the right edges of the windows: each one moved to ` +
      "the right as you raised the wait. Complete results are late results; the wait is the price.",
  },
  {
    title: "Be early, and correct yourself",
    task: "Lose nothing with a wait of at most 2 seconds. Which other control helps?",
    scene: { wait: 2 },
    hint: "Lateness",
    isFound: (shown) => shown.settings.wait <= 2 && shown.settings.lateness > 0 && lateIn(shown) === 0,
    because: (shown) =>
      `The windows close early and stay for a while. ${revisedIn(shown)} readings came after the first result and ` +
      "corrected it: each triangle is a second, third, or later result for a window that had one. The reader of the " +
      "results must be able to replace a row.",
  },
  {
    title: "One partition falls silent",
    task: "Two partitions; one sends nothing more after half a minute, and the windows stop closing. Let them close again.",
    scene: { partitions: 2, silent: true, wait: 8 },
    hint: "Idle after",
    isFound: (shown) => shown.settings.partitions > 1 && shown.settings.silent && shown.settings.idleAfter > 0,
    because: (shown) =>
      "Windows close by the smallest watermark of all partitions, since the silent one might still send something old. " +
      `After ${shown.settings.idleAfter} seconds of silence it is taken out of the minimum, and the watermark moves on. ` +
      `${openAtTheEnd(shown)} windows are still open at the end.`,
  },
  {
    title: "One clock lies",
    task: "One reading carries a timestamp that lies an hour ahead, and everything after it is late. Save the others.",
    scene: { lyingClock: true, wait: 13 },
    hint: "Future guard",
    isFound: (shown) => shown.settings.lyingClock && shown.settings.guard,
    because: (shown) =>
      `The guard diverted ${shown.moments.at(-1)!.diverted} reading to the dead letters, and the watermark never saw ` +
      "it. Without the guard that reading had closed every window of the next hour, and " +
      `${lateIn(tide({ ...shown.settings, guard: false }))} honest readings were late.`,
  },
];
