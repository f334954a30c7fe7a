/** Date, clock time, fraction and zone of ISO 8601, as RFC 3339 and the usual tools write them; years of six digits have a sign. */
const form =
  /^(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d\d(?::?\d\d)?)$/;

const DAY_MS = 86_400_000;

/**
 * The instant of an ISO 8601 text with a zone, in milliseconds since the epoch; digits behind the milliseconds are cut off.
 *
 * @returns `null` for any other text: one without a zone means another instant on each machine, and a day or an hour that
 *   does not exist means none
 * @see https://www.rfc-editor.org/rfc/rfc3339
 */
export function timeOfIso(text: string): number | null {
  const match = form.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const zoneMs = zoneOf(match[8]!);
  if (zoneMs === null) return null;
  const millis = Number((match[7] ?? "").slice(0, 3).padEnd(3, "0"));
  const clockMs = ((hour * 60 + minute) * 60 + second) * 1_000 + millis;
  return daysSinceEpoch(year, month, day) * DAY_MS + clockMs - zoneMs;
}

function zoneOf(zone: string): number | null {
  if (zone === "Z" || zone === "z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", "") || 0);
  if (hours > 23 || minutes > 59) return null;
  return (zone[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysOf = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** Days from 1970-01-01 to a date of the Gregorian calendar. Years begin in March here, so that a leap day is a year's last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468;
}
