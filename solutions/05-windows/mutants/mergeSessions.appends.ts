import type { Event, Session } from "tidemark/exercises";

/** Puts the session that has changed at the end of the list. */
export function mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[] {
  const { ts, value } = event;
  const isNear = ({ first, last }: Session): boolean => first - gapMs <= ts && ts <= last + gapMs;
  const joined = sessions.filter(isNear).reduce(
    (one, { first, last, count, sum }) => ({
      first: Math.min(one.first, first),
      last: Math.max(one.last, last),
      count: one.count + count,
      sum: one.sum + sum,
    }),
    { first: ts, last: ts, count: 1, sum: value },
  );
  return [...sessions.filter((session) => !isNear(session)), joined];
}
