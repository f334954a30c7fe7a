import type { Event } from "tidemark/exercises";

export interface Bounds {
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** The events of one key that may still have a partner, and the left ones of them that have had none. */
interface Rows {
  readonly left: readonly Event[];
  readonly right: readonly Event[];
  /** For each left event: 1 when it has had a partner. */
  readonly matched: readonly (0 | 1)[];
}

export interface State {
  readonly byKey: Readonly<Record<string, Rows>>;
  readonly steps: number;
}

export const empty: State = { byKey: {}, steps: 0 };

export interface Step {
  readonly state: State;
  readonly out: { readonly left: Event; readonly right: Event | null }[];
}

const none: Rows = { left: [], right: [], matched: [] };

/** Rows by key under a prefix; left ones go when their time is up, right ones are swept up every 32 steps. */
export function joinStreams(
  state: State,
  side: "left" | "right",
  event: Event,
  watermark: number,
  bounds: Bounds,
): Step {
  const name = `key ${event.key}`;
  const out: Step["out"] = [];
  const rows = state.byKey[name] ?? none;
  const byKey: Record<string, Rows> = { ...state.byKey, [name]: arrive(rows, side, event, bounds, out) };
  const sweep = state.steps % 32 === 31;
  for (const [key, { left, right, matched }] of Object.entries(byKey)) {
    const stays = left.map(({ ts }) => ts + bounds.afterMs >= watermark);
    left.forEach((one, index) => {
      if (!stays[index] && matched[index] === 0) out.push({ left: one, right: null });
    });
    const kept = {
      left: left.filter((_, index) => stays[index]),
      right: sweep ? right.filter(({ ts }) => ts + bounds.beforeMs >= watermark) : right,
      matched: matched.filter((_, index) => stays[index]),
    };
    if (kept.left.length + kept.right.length === 0) delete byKey[key];
    else byKey[key] = kept;
  }
  return { state: { byKey, steps: state.steps + 1 }, out };
}

function arrive(rows: Rows, side: "left" | "right", event: Event, bounds: Bounds, out: Step["out"]): Rows {
  if (side === "left") {
    const partners = rows.right.filter(({ ts }) => inBand(ts - event.ts, bounds));
    for (const right of partners) out.push({ left: event, right });
    return {
      ...rows,
      left: [...rows.left, event],
      matched: [...rows.matched, partners.length > 0 ? 1 : 0],
    };
  }
  const matched = rows.left.map((left, index) => {
    if (!inBand(event.ts - left.ts, bounds)) return rows.matched[index] ?? 0;
    out.push({ left, right: event });
    return 1;
  });
  return { left: rows.left, right: [...rows.right, event], matched };
}

const inBand = (distance: number, { beforeMs, afterMs }: Bounds): boolean =>
  -beforeMs <= distance && distance <= afterMs;
