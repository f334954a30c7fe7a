import type { Event, Session } from "tidemark/exercises";

/** Counts the event and forgets its value. */
export function mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[] {
  const { ts } = event;
  const isNear = ({ first, last }: Session): boolean => first - gapMs <= ts && ts <= last + gapMs;
  const near = sessions.filter(isNear);
  const joined = {
    first: Math.min(ts, ...near.map(({ first }) => first)),
    last: Math.max(ts, ...near.map(({ last }) => last)),
    count: near.reduce((total, { count }) => total + count, 1),
    sum: near.reduce((total, { sum }) => total + sum, 0),
  };
  const others = sessions.filter((session) => !isNear(session));
  return [...others, joined].sort((left, right) => left.first - right.first);
}
