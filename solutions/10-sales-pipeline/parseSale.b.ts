export interface ParsedSale {
  readonly user_id: string;
  readonly product_id: string;
  readonly amount: number;
  readonly timestamp: string;
  readonly eventTime: number;
}

type Parsed = { readonly ok: ParsedSale } | { readonly dead: { readonly reason: string } };

/** Throws at whatever is wrong, in one place for all; days are counted by hand, without a `Date`. */
export function parseSale(value: string): Parsed {
  try {
    const { user_id, product_id, amount, timestamp } = Object(JSON.parse(value)) as Record<string, unknown>;
    const sale = { user_id: text(user_id), product_id: text(product_id), timestamp: text(timestamp) };
    const known = typeof amount === "number" && Math.abs(amount) < Infinity ? amount : refuse("amount");
    return { ok: { ...sale, amount: known, eventTime: moment(sale.timestamp) } };
  } catch (error) {
    return { dead: { reason: `${error}` } };
  }
}

function refuse(what: string): never {
  throw new Error(`wrong: ${what}`);
}

const text = (value: unknown): string => (typeof value === "string" ? value : refuse(`${value}`));

/** A number of so many digits, which must not reach `end`. */
function part(digits: string, length: number, end: number): number {
  return /^\d+$/.test(digits) && digits.length === length && Number(digits) < end ? Number(digits) : refuse(digits);
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysOf = (year: number): number[] => [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads from the left to the right, piece by piece. */
function moment(timestamp: string): number {
  const between = [...timestamp.slice(0, 19)].filter((_, at) => [4, 7, 10, 13, 16].includes(at)).join("");
  if (between !== "--T::") refuse(timestamp);
  const at = (from: number, to: number, end: number): number => part(timestamp.slice(from, to), to - from, end);
  const [year, month, day] = [at(0, 4, 2100), at(5, 7, 13), at(8, 10, 32)];
  const months = daysOf(year);
  if (month < 1 || day < 1 || day > (months[month - 1] ?? 0)) refuse("day");
  let days = day - 1;
  for (let earlier = 1900; earlier < year; earlier++) days += isLeap(earlier) ? 366 : 365;
  for (const length of months.slice(0, month - 1)) days += length;
  const seconds = (at(11, 13, 24) * 60 + at(14, 16, 60)) * 60 + at(17, 19, 60);
  const hasFraction = timestamp[19] === ".";
  const fraction = hasFraction ? at(20, 23, 1000) : 0;
  const zone = zoneOf(timestamp.slice(hasFraction ? 23 : 19));
  return ((days - 25_567) * 86_400 + seconds - zone) * 1000 + fraction;
}

/** Seconds ahead of UTC. */
function zoneOf(zone: string): number {
  if (zone === "" || zone === "Z") return 0;
  const [sign, rest] = [zone[0], zone.slice(1)];
  if (rest.length !== 5 || rest[2] !== ":" || (sign !== "+" && sign !== "-")) refuse(zone);
  return (sign === "-" ? -60 : 60) * (part(rest.slice(0, 2), 2, 24) * 60 + part(rest.slice(3), 2, 60));
}
