import type { Event, Session } from "tidemark/exercises";

/** Looks at the newest session only, as if no event ever came out of order. */
export function mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[] {
  const { ts, value } = event;
  const newest = sessions.at(-1);
  if (newest === undefined || ts < newest.first - gapMs || ts > newest.last + gapMs) {
    const alone = { first: ts, last: ts, count: 1, sum: value };
    return [...sessions, alone].sort((left, right) => left.first - right.first);
  }
  const joined = {
    first: Math.min(newest.first, ts),
    last: Math.max(newest.last, ts),
    count: newest.count + 1,
    sum: newest.sum + value,
  };
  return [...sessions.slice(0, -1), joined];
}
