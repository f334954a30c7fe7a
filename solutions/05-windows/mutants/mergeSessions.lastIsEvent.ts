import type { Event, Session } from "tidemark/exercises";

/** Takes the newest arrival for the end of the session, also when it is older. */
export function mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[] {
  const { ts, value } = event;
  const isNear = ({ first, last }: Session): boolean => first - gapMs <= ts && ts <= last + gapMs;
  const near = sessions.filter(isNear);
  const joined = {
    first: Math.min(ts, ...near.map(({ first }) => first)),
    last: ts,
    count: near.reduce((total, { count }) => total + count, 1),
    sum: near.reduce((total, { sum }) => total + sum, value),
  };
  const others = sessions.filter((session) => !isNear(session));
  return [...others, joined].sort((left, right) => left.first - right.first);
}
