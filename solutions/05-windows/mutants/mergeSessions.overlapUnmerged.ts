import type { Event, Session } from "tidemark/exercises";

/** Joins an event only at the ends of a session, never between them. */
export function mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[] {
  const { ts, value } = event;
  const isNear = ({ first, last }: Session): boolean => Math.abs(ts - first) <= gapMs || Math.abs(ts - last) <= gapMs;
  const joined = sessions.filter(isNear).reduce(
    (one, { first, last, count, sum }) => ({
      first: Math.min(one.first, first),
      last: Math.max(one.last, last),
      count: one.count + count,
      sum: one.sum + sum,
    }),
    { first: ts, last: ts, count: 1, sum: value },
  );
  const others = sessions.filter((session) => !isNear(session));
  return [...others, joined].sort((left, right) => left.first - right.first);
}
