import type { Event, Session } from "tidemark/exercises";

/** Begins to count anew with each event. */
export function mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[] {
  const { ts, value } = event;
  const isNear = ({ first, last }: Session): boolean => first - gapMs <= ts && ts <= last + gapMs;
  const near = sessions.filter(isNear);
  const joined = {
    first: Math.min(ts, ...near.map(({ first }) => first)),
    last: Math.max(ts, ...near.map(({ last }) => last)),
    count: 1,
    sum: value,
  };
  const others = sessions.filter((session) => !isNear(session));
  return [...others, joined].sort((left, right) => left.first - right.first);
}
