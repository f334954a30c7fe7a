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

type Reading = { readonly sensor_id: string; readonly temperature: number; readonly timestamp: string };

/** First a judge of the shape, then the figures; the time by its form and its day. */
export function enrich(raw: unknown, limits: Limits): Enriched {
  if (!isReading(raw)) return { dead: { reason: raw === null ? "null-value" : "invalid" } };
  const passed = [limits.warning, limits.critical].filter((limit) => raw.temperature > limit).length;
  return {
    ok: {
      sensor_id: raw.sensor_id,
      temperature: raw.temperature,
      timestamp: Date.parse(raw.timestamp),
      status: (["normal", "warning", "critical"] as const)[passed]!,
    },
  };
}

function isReading(raw: unknown): raw is Reading {
  if (typeof raw !== "object" || raw === null) return false;
  const { sensor_id, temperature, timestamp } = raw as Record<string, unknown>;
  return (
    typeof sensor_id === "string" &&
    sensor_id.length > 0 &&
    Number.isFinite(temperature) &&
    typeof timestamp === "string" &&
    isTime(timestamp)
  );
}

function isTime(text: string): boolean {
  const [, day] = /^\d{4}-\d\d-(\d\d)T\d\d:\d\d:\d\d\.\d{3}Z$/.exec(text) ?? [];
  return day !== undefined && new Date(text).getUTCDate() === Number(day);
}
