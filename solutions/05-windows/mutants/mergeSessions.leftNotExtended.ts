import type { Event, Session } from "tidemark/exercises";

/** Leaves the beginning of a session where it was when an older event joins. */
export function mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[] {
  const { ts, value } = event;
  const isNear = ({ first, last }: Session): boolean => first - gapMs <= ts && ts <= last + gapMs;
  const near = sessions.filter(isNear);
  const joined = {
    first: near[0]?.first ?? ts,
    last: Math.max(ts, ...near.map(({ last }) => last)),
    count: near.reduce((total, { count }) => total + count, 1),
    sum: near.reduce((total, { sum }) => total + sum, value),
  };
  const others = sessions.filter((session) => !isNear(session));
  return [...others, joined].sort((left, right) => left.first - right.first);
}
