import { random } from "../../src/seeded/index.js";
import type { TideSettings } from "./settings.js";

/** The stream lasts for one minute of event time. */
export const streamMs = 60_000;

/** An event of the page's stream, at the moment when it is read. All times in milliseconds from the stream's begin. */
export interface TideArrival {
  /** Its place in the order of event time, from 0 on. */
  readonly number: number;
  /** Event time. */
  readonly at: number;
  readonly partition: number;
  /** Arrival in the log. */
  readonly loggedAt: number;
  /** Processing time: the log's arrival and the lag of the reader. */
  readonly readAt: number;
}

/** Even the fastest event is on its way for up to this long. */
const transitMs = 300;
const heldUpShare = 0.3;
const quarterMs = streamMs / 4;
const hourMs = 3_600_000;

/**
 * Makes the stream for some settings: events at an even rate, three in ten held up, in the order of reading. Every event
 * draws the same numbers whatever the settings are, so turning the disorder stretches one story and starts no new one.
 */
export function stream(settings: TideSettings): readonly TideArrival[] {
  const count = Math.round((settings.rate * streamMs) / 1000);
  const draws = random(settings.seed);
  const arrivals: TideArrival[] = [];
  for (let number = 0; number < count; number++) {
    const ts = Math.floor((number * 1000) / settings.rate);
    const transit = draws.integer(1, transitMs);
    const isHeldUp = draws.chance(heldUpShare);
    const share = draws.integer(0, 1_000_000) / 1_000_000;
    if (ts % quarterMs >= quarterMs - settings.pause * 1000) continue;
    const partition = number % settings.partitions;
    if (settings.silent && partition === settings.partitions - 1 && ts >= streamMs / 2) continue;
    const loggedAt = ts + transit + (isHeldUp ? Math.round(share * settings.disorder * 1000) : 0);
    const readAt = loggedAt + (partition === 0 ? settings.lag * 1000 : 0);
    const lies = settings.lyingClock && number === Math.floor(count / 3);
    arrivals.push({ number, at: lies ? ts + hourMs : ts, partition, loggedAt, readAt });
  }
  return arrivals.sort((left, right) => left.readAt - right.readAt || left.number - right.number);
}
