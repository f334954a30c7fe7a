import type { Event, Session } from "tidemark/exercises";

/** Lets a session reach one millisecond too far. */
export function mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[] {
  const { ts, value } = event;
  const isNear = ({ first, last }: Session): boolean => first - gapMs - 1 <= ts && ts <= last + gapMs + 1;
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
