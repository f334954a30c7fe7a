import type { Event } from "tidemark/exercises";

export interface Bounds {
  readonly beforeMs: number;
  readonly afterMs: number;
}

interface Row {
  readonly side: "left" | "right";
  readonly event: Event;
  /** 0 as long as a left row is alone. */
  readonly partners: number;
}

export type State = readonly Row[];

export const empty: State = [];

export interface Step {
  readonly state: State;
  readonly out: { readonly left: Event; readonly right: Event | null }[];
}

/** One list for both sides, in the order of arrival; a row's last instant decides when it goes. */
export function joinStreams(
  state: State,
  side: "left" | "right",
  event: Event,
  watermark: number,
  { beforeMs, afterMs }: Bounds,
): Step {
  const pairs = (row: Row): boolean => {
    if (row.side === side || row.event.key !== event.key) return false;
    const distance = side === "right" ? event.ts - row.event.ts : row.event.ts - event.ts;
    return distance >= -beforeMs && distance <= afterMs;
  };
  const partners = state.filter(pairs);
  const rows = [
    ...state.map((row) => (pairs(row) ? { ...row, partners: row.partners + 1 } : row)),
    { side, event, partners: partners.length },
  ];
  const lastInstant = (row: Row): number => row.event.ts + (row.side === "left" ? afterMs : beforeMs);
  const gone = rows.filter((row) => lastInstant(row) < watermark);
  return {
    state: rows.filter((row) => lastInstant(row) >= watermark),
    out: [
      ...gone
        .filter((row) => row.side === "left" && row.partners === 0)
        .map((row) => ({ left: row.event, right: null })),
      ...partners.map((row) =>
        side === "left" ? { left: event, right: row.event } : { left: row.event, right: event },
      ),
    ],
  };
}
