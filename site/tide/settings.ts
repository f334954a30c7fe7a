/** Window kinds that the page offers. */
export const windowKinds = ["tumbling", "hopping", "sliding", "session"] as const;
export type WindowKind = (typeof windowKinds)[number];

/** Everything that a reader can turn. Times are in seconds, as the page shows them. */
export interface TideSettings {
  /** Events for each second of event time. */
  readonly rate: number;
  /** The longest hold-up of an event on its way. Three events in ten are held up. */
  readonly disorder: number;
  /** Silence of the ship at the end of each quarter of the minute. */
  readonly pause: number;
  /** The watermark stays this far behind the newest event time. */
  readonly wait: number;
  /** A closed window takes late events for this long, counted in event time. */
  readonly lateness: number;
  readonly window: WindowKind;
  /** Length of a window; the gap of a session; the difference of a sliding window. */
  readonly size: number;
  readonly partitions: number;
  /** The last partition sends nothing more after half of the time. */
  readonly silent: boolean;
  /** A partition that is silent for this long leaves the minimum; 0: never. */
  readonly idleAfter: number;
  /** The first partition is read this much later than the others. */
  readonly lag: number;
  /** One event carries a timestamp that lies an hour ahead. */
  readonly lyingClock: boolean;
  /** Events more than a minute beyond the newest are diverted. */
  readonly guard: boolean;
  readonly seed: number;
}

/** The first picture: a wait that is a little too short for this stream. */
export const firstSettings: TideSettings = {
  rate: 1,
  disorder: 15,
  pause: 0,
  wait: 4,
  lateness: 0,
  window: "tumbling",
  size: 10,
  partitions: 1,
  silent: false,
  idleAfter: 0,
  lag: 0,
  lyingClock: false,
  guard: false,
  seed: 4,
};

/** Bounds of a number; `step` is also the grid on which a shared link's value must lie. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

type NumberName = {
  [Name in keyof TideSettings]: TideSettings[Name] extends number ? Name : never;
}[keyof TideSettings];
type SwitchName = {
  [Name in keyof TideSettings]: TideSettings[Name] extends boolean ? Name : never;
}[keyof TideSettings];

export const ranges: Readonly<Record<NumberName, Range>> = {
  rate: { min: 0.5, max: 32, step: 0.5 },
  disorder: { min: 0, max: 30, step: 0.5 },
  pause: { min: 0, max: 12, step: 0.5 },
  wait: { min: 0, max: 30, step: 0.5 },
  lateness: { min: 0, max: 30, step: 0.5 },
  size: { min: 1, max: 30, step: 1 },
  partitions: { min: 1, max: 4, step: 1 },
  idleAfter: { min: 0, max: 20, step: 1 },
  lag: { min: 0, max: 20, step: 0.5 },
  seed: { min: 1, max: 999, step: 1 },
};

const switches: readonly SwitchName[] = ["silent", "lyingClock", "guard"];
const numbers = Object.keys(ranges) as readonly NumberName[];

/**
 * Writes the settings as a link's hash; a setting that equals the first picture's is left out.
 *
 * @returns for example `wait=0&window=session`; empty for the first picture
 */
export function toHash(settings: TideSettings): string {
  const words = new URLSearchParams();
  for (const name of Object.keys(firstSettings) as (keyof TideSettings)[]) {
    if (settings[name] !== firstSettings[name]) words.set(name, String(settings[name]));
  }
  return words.toString();
}

/**
 * Reads the settings of a shared link. A word that the page does not know, or a value out of its range, is ignored: an old
 * link still opens.
 *
 * @param hash with or without its `#`
 */
export function fromHash(hash: string): TideSettings {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const read: { -readonly [Name in keyof TideSettings]: TideSettings[Name] } = { ...firstSettings };
  for (const name of numbers) {
    const word = words.get(name) ?? "";
    if (word !== "" && isWithin(Number(word), ranges[name])) read[name] = Number(word);
  }
  for (const name of switches) {
    if (words.has(name)) read[name] = words.get(name) === "true";
  }
  const kind = windowKinds.find((known) => known === words.get("window"));
  if (kind !== undefined) read.window = kind;
  return read;
}

const isWithin = (value: number, { min, max, step }: Range): boolean =>
  value >= min && value <= max && Number.isInteger(value / step);
