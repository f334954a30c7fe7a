import type { Event } from "tidemark/exercises";

export interface Bounds {
  readonly beforeMs: number;
  readonly afterMs: number;
}

interface Left {
  readonly event: Event;
  readonly matched: boolean;
}

export interface State {
  readonly lefts: readonly Left[];
  readonly rights: readonly Event[];
}

export const empty: State = { lefts: [], rights: [] };

export interface Step {
  readonly state: State;
  readonly out: { readonly left: Event; readonly right: Event | null }[];
}

/** Drops left events without a partner, as an inner join would. */
export function joinStreams(
  { lefts, rights }: State,
  side: "left" | "right",
  event: Event,
  watermark: number,
  { beforeMs, afterMs }: Bounds,
): Step {
  const isPair = (left: Event, right: Event): boolean =>
    left.key === right.key && right.ts - left.ts >= -beforeMs && right.ts - left.ts <= afterMs;
  const out: Step["out"] = [];
  const waiting: Left[] = [];
  if (side === "left") {
    const partners = rights.filter((right) => isPair(event, right));
    out.push(...partners.map((right) => ({ left: event, right })));
    waiting.push(...lefts, { event, matched: partners.length > 0 });
  } else {
    for (const left of lefts) {
      const matches = isPair(left.event, event);
      if (matches) out.push({ left: left.event, right: event });
      waiting.push({ event: left.event, matched: left.matched || matches });
    }
  }
  const hopeless = waiting.filter((left) => watermark > left.event.ts + afterMs);
  const arrived = side === "right" ? [...rights, event] : rights;
  return {
    state: {
      lefts: waiting.filter((left) => !hopeless.includes(left)),
      rights: arrived.filter((right) => watermark <= right.ts + beforeMs),
    },
    out,
  };
}
