import type { Event, Session } from "tidemark/exercises";

/** Puts the event among the sessions as one of its own, sorts, and sweeps: neighbors within the gap become one. */
export function mergeSessions(sessions: readonly Session[], { ts, value }: Event, gapMs: number): Session[] {
  const all = [...sessions, { first: ts, last: ts, count: 1, sum: value }].sort((a, b) => a.first - b.first);
  const merged: Session[] = [];
  for (const session of all) {
    const before = merged.at(-1);
    if (before === undefined || session.first - before.last > gapMs) {
      merged.push(session);
      continue;
    }
    merged[merged.length - 1] = {
      first: before.first,
      last: Math.max(before.last, session.last),
      count: before.count + session.count,
      sum: before.sum + session.sum,
    };
  }
  return merged;
}
