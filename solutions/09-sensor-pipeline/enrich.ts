/** A reading with its status; `timestamp` is in milliseconds since the epoch. */
export interface EnrichedReading {
  readonly sensor_id: string;
  readonly temperature: number;
  readonly timestamp: number;
  readonly status: "normal" | "warning" | "critical";
}

export type Enriched = { readonly ok: EnrichedReading } | { readonly dead: { readonly reason: string } };

export interface Limits {
  readonly warning: number;
  readonly critical: number;
}

/** One field after the other; the time is right when it is written back as it stood. */
export function enrich(raw: unknown, limits: Limits): Enriched {
  if (raw === null) return { dead: { reason: "null-value" } };
  const { sensor_id, temperature, timestamp } = raw as Record<string, unknown>;
  if (typeof sensor_id !== "string" || sensor_id === "") return invalid;
  if (typeof temperature !== "number" || !Number.isFinite(temperature)) return invalid;
  if (typeof timestamp !== "string") return invalid;
  const time = Date.parse(timestamp);
  if (Number.isNaN(time) || new Date(time).toISOString() !== timestamp) return invalid;
  const status = temperature > limits.critical ? "critical" : temperature > limits.warning ? "warning" : "normal";
  return { ok: { sensor_id, temperature, timestamp: time, status } };
}

const invalid = { dead: { reason: "invalid" } };
