import type { Accumulators } from "../aggregates/accumulators.js";
import type { Scheduled } from "../deadlines.js";
import type { Entry, Key } from "../operator.js";
import type { HeldWindows } from "./window-operator.js";

/** A session of one key: `[first, last]`, both ends inclusive. */
export interface Session extends Scheduled {
  readonly key: Key;
  first: number;
  last: number;
  readonly slot: number;
  /** The last revision told under these bounds, −1 for none. */
  revision: number;
  closed: boolean;
  /** Whether it holds something that was not told; kept for early results. */
  changed: boolean;
  /** Events that wait for it to close. */
  waiting: number;
}

/**
 * The sessions of all keys. Those of one key stand by ascending `last`, and more than the gap apart: all but those of keys
 * whose events come through several lanes, where a session that is late for one lane is kept for a slower one, and another
 * begins beside it.
 */
export class SessionTable implements HeldWindows {
  size = 0;
  private readonly byKey = new Map<Key, Session[]>();
  /** Keys with sessions a gap or less apart: those that an event belongs to need not stand side by side. */
  private readonly crowded = new Set<Key>();

  /** @param leaves called with a session before its bounds change, and before it is merged into another */
  constructor(
    private readonly gapMs: number,
    private readonly accumulators: Accumulators,
    private readonly leaves: (session: Session) => void,
  ) {}

  /**
   * The session that an event belongs to: grown, merged or new. Events a gap or less apart share a session.
   *
   * @param horizon `W − lateness` of the event's lane: sessions with `last + gap` before it are late for the event, though
   *   a slower lane may still keep them
   * @returns `null` when the event's session would be late
   */
  join(key: Key, ts: number, horizon: number): Session | null {
    const { gapMs } = this;
    const list = this.byKey.get(key);
    // those within the gap stand side by side: list[from] … list[to − 1]
    const from = list === undefined ? 0 : firstNotBefore(list, ts - gapMs);
    let to = from;
    while (list !== undefined && to < list.length && list[to]!.first <= ts + gapMs) to++;
    if (list !== undefined && ((from < to && list[from]!.last + gapMs < horizon) || this.crowded.has(key))) {
      return this.joinCrowded(key, list, ts, horizon);
    }
    if (from === to) return ts + gapMs < horizon ? null : this.begin(key, ts, from);
    const session = list![from]!;
    const first = Math.min(ts, session.first);
    const last = Math.max(ts, list![to - 1]!.last);
    if (session.first === first && session.last === last) return session;
    this.leaves(session);
    for (let i = from + 1; i < to; i++) this.absorb(session, list![i]!);
    list!.splice(from + 1, to - from - 1);
    session.first = first;
    session.last = last;
    return session;
  }

  /** The same where sessions that are late for the event stand beside those that it belongs to. */
  private joinCrowded(key: Key, list: Session[], ts: number, horizon: number): Session | null {
    const { gapMs } = this;
    const near = list.filter(({ first, last }) => first - gapMs <= ts && ts <= last + gapMs && last + gapMs >= horizon);
    if (near.length === 0 && ts + gapMs < horizon) return null;
    const first = Math.min(ts, ...near.map((session) => session.first));
    const last = Math.max(ts, ...near.map((session) => session.last));
    // one that has these bounds already is what the others become: it needs no retraction
    const same = near.find((session) => session.first === first && session.last === last);
    const session = same ?? near[0] ?? this.begin(key, ts, list.length);
    for (const other of near) {
      if (other !== session) {
        this.absorb(session, other);
        list.splice(list.indexOf(other), 1);
      } else if (other !== same) this.leaves(other);
    }
    session.first = first;
    session.last = last;
    list.sort((a, b) => a.last - b.last);
    this.note(key, list);
    return session;
  }

  /** Notes whether any of a key's sessions are a gap or less apart. */
  private note(key: Key, list: readonly Session[]): void {
    const isCrowded = list.some(({ first }, i) => i > 0 && first - list[i - 1]!.last <= this.gapMs);
    if (isCrowded) this.crowded.add(key);
    else this.crowded.delete(key);
  }

  private begin(key: Key, ts: number, place: number): Session {
    const session = {
      key,
      first: ts,
      last: ts,
      slot: this.accumulators.allocate(),
      revision: -1,
      closed: false,
      changed: false,
      waiting: 0,
      deadline: Number.POSITIVE_INFINITY,
    };
    const list = this.byKey.get(key);
    if (list === undefined) this.byKey.set(key, [session]);
    else list.splice(place, 0, session);
    this.size++;
    return session;
  }

  /** Two sessions become one; `leaves` hears of the second, too. */
  private absorb(session: Session, other: Session): void {
    this.leaves(other);
    this.accumulators.merge(session.slot, this.accumulators, other.slot);
    this.accumulators.release(other.slot);
    session.waiting += other.waiting;
    other.changed = false;
    other.deadline = Number.NaN; // equal to no time: whoever comes upon its deadline skips it
    this.size--;
  }

  remove(session: Session): void {
    const list = this.byKey.get(session.key)!;
    if (list.length === 1) {
      this.byKey.delete(session.key);
      this.crowded.delete(session.key);
    } else if (list[0] === session)
      list.shift(); // the usual case: sessions go in the order of their ends
    else list.splice(list.indexOf(session), 1);
    this.accumulators.release(session.slot);
    this.size--;
  }

  all(): Session[] {
    return [...this.byKey.values()].flat();
  }

  /** One entry for each key: its sessions. */
  *entries(): Iterable<Entry> {
    for (const key of this.byKey.keys()) yield [JSON.stringify(key), this.save(key)];
  }

  /** `undefined` when the key has none. */
  entry(name: string): unknown {
    return this.save(JSON.parse(name) as Key);
  }

  private save(key: Key): unknown {
    return this.byKey.get(key)?.map(({ first, last, slot, revision, changed, waiting }) => {
      return { first, last, revision, changed, waiting, state: this.accumulators.save(slot) };
    });
  }

  load(key: Key, saved: unknown): Session[] {
    const sessions = saved as (Session & { state: readonly unknown[] })[];
    this.note(key, sessions);
    return sessions.map(({ first, last, revision, changed, waiting, state }, place) => {
      const session = this.begin(key, first, place);
      this.accumulators.load(session.slot, state);
      return Object.assign(session, { last, revision, changed, waiting });
    });
  }
}

/** The place of the first session with `last ≥ ts`. */
function firstNotBefore(list: readonly Session[], ts: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.last < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}
