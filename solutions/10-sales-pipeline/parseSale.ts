export interface ParsedSale {
  readonly user_id: string;
  readonly product_id: string;
  readonly amount: number;
  readonly timestamp: string;
  readonly eventTime: number;
}

type Parsed = { readonly ok: ParsedSale } | { readonly dead: { readonly reason: string } };

const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{3})?(Z|([+-])(\d\d):(\d\d))?$/;

/** Reads the time as UTC, and looks at what it is written as: a time that comes back different does not exist. */
function eventTimeOf(timestamp: string): number | null {
  const [, seconds, fraction = ".000", , sign, hours = "0", minutes = "0"] = pattern.exec(timestamp) ?? [];
  if (seconds === undefined || Number(hours) > 23 || Number(minutes) > 59) return null;
  const utc = Date.parse(`${seconds}${fraction}Z`);
  if (Number.isNaN(utc) || new Date(utc).toISOString() !== `${seconds}${fraction}Z`) return null;
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === "-" ? utc + ahead : utc - ahead;
}

export function parseSale(value: string): Parsed {
  const dead = (reason: string): Parsed => ({ dead: { reason } });
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return dead("not JSON");
  }
  if (typeof parsed !== "object" || parsed === null) return dead("no object");
  const { user_id, product_id, amount, timestamp } = parsed as Record<string, unknown>;
  if (typeof user_id !== "string") return dead("user_id is no text");
  if (typeof product_id !== "string") return dead("product_id is no text");
  if (typeof amount !== "number" || !Number.isFinite(amount)) return dead("amount is no number");
  if (typeof timestamp !== "string") return dead("timestamp is no text");
  const eventTime = eventTimeOf(timestamp);
  if (eventTime === null) return dead("timestamp is no time");
  return { ok: { user_id, product_id, amount, timestamp, eventTime } };
}
