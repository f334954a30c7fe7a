import type { Event, Session } from "tidemark/exercises";

/** Counts an event once for each session that it joins. */
export function mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[] {
  const { ts, value } = event;
  const isNear = ({ first, last }: Session): boolean => first - gapMs <= ts && ts <= last + gapMs;
  const near = sessions.filter(isNear);
  const times = Math.max(1, near.length);
  const joined = {
    first: Math.min(ts, ...near.map(({ first }) => first)),
    last: Math.max(ts, ...near.map(({ last }) => last)),
    count: near.reduce((total, { count }) => total + count, times),
    sum: near.reduce((total, { sum }) => total + sum, times * value),
  };
  const others = sessions.filter((session) => !isNear(session));
  return [...others, joined].sort((left, right) => left.first - right.first);
}
