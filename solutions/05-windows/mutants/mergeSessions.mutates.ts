import type { Event, Session } from "tidemark/exercises";

type Writable = { -readonly [Field in keyof Session]: Session[Field] };

/** Writes into the sessions that it was given. */
export function mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[] {
  const { ts, value } = event;
  const [near, ...further] = sessions.filter(({ first, last }) => first - gapMs <= ts && ts <= last + gapMs);
  if (near === undefined) {
    const alone = { first: ts, last: ts, count: 1, sum: value };
    return [...sessions, alone].sort((left, right) => left.first - right.first);
  }
  const into = near as Writable;
  into.first = Math.min(into.first, ts);
  into.last = Math.max(into.last, ts, ...further.map(({ last }) => last));
  into.count += 1 + further.reduce((total, { count }) => total + count, 0);
  into.sum += value + further.reduce((total, { sum }) => total + sum, 0);
  return sessions.filter((session) => !further.includes(session));
}
