import type { Event, Session } from "tidemark/exercises";

/** Joins the first session within reach and leaves the second one as it is. */
export function mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[] {
  const { ts, value } = event;
  const near = sessions.findIndex(({ first, last }) => first - gapMs <= ts && ts <= last + gapMs);
  if (near < 0) {
    const alone = { first: ts, last: ts, count: 1, sum: value };
    return [...sessions, alone].sort((left, right) => left.first - right.first);
  }
  return sessions.map((session, index) =>
    index === near
      ? {
          first: Math.min(session.first, ts),
          last: Math.max(session.last, ts),
          count: session.count + 1,
          sum: session.sum + value,
        }
      : session,
  );
}
