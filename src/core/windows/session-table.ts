import type { Accumulators } from "../aggregates/accumulators.js";
import type { Scheduled } from "../deadlines.js";
import { SortedList } from "../joins/sorted-list.js";
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
  readonly #gapMs: number;
  readonly #accumulators: Accumulators;
  readonly #leaves: (session: Session) => void;
  size = 0;
  readonly #byKey = new Map<Key, SortedList<Session>>();
  /** Keys with sessions a gap or less apart: those that an event belongs to need not stand side by side. */
  readonly #crowded = new Set<Key>();
  readonly #found: Session[] = [];

  /** @param leaves called with a session before its bounds change, and before it is merged into another */
  constructor(gapMs: number, accumulators: Accumulators, leaves: (session: Session) => void) {
    this.#gapMs = gapMs;
    this.#accumulators = accumulators;
    this.#leaves = leaves;
  }

  /**
   * The session that an event belongs to: grown, merged or new. Events a gap or less apart share a session.
   *
   * @param horizon `W − lateness` of the event's lane: sessions with `last + gap` before it are late for the event, though
   *   a slower lane may still keep them
   * @returns `null` when the event's session would be late
   */
  join(key: Key, ts: number, horizon: number): Session | null {
    const gapMs = this.#gapMs;
    const list = this.#byKey.get(key);
    if (list === undefined) return ts + gapMs < horizon ? null : this.#begin(key, ts);
    const found = this.#found;
    // those within the gap: all that end near the event, and the next one, which may begin near it
    let count = list.between(endingAt(ts - gapMs, beginning), endingAt(ts + gapMs, end), found);
    const next = list.ceiling(endingAt(ts + gapMs, end));
    if (next !== undefined && next.first <= ts + gapMs) found[count++] = next;
    if (this.#crowded.has(key) || (count > 0 && found[0]!.last + gapMs < horizon)) {
      return this.#joinCrowded(key, list, ts, horizon);
    }
    if (count === 0) return ts + gapMs < horizon ? null : this.#begin(key, ts);
    const session = found[0]!;
    const first = Math.min(ts, session.first);
    const last = Math.max(ts, found[count - 1]!.last);
    if (session.first === first && session.last === last) return session;
    this.#leaves(session);
    for (let i = 1; i < count; i++) {
      this.#absorb(session, found[i]!);
      list.delete(found[i]!);
    }
    session.first = first;
    session.last = last; // no other ends between the old and the new one: it keeps its place
    return session;
  }

  /** The same where sessions that are late for the event stand beside those that it belongs to. */
  #joinCrowded(key: Key, list: SortedList<Session>, ts: number, horizon: number): Session | null {
    const gapMs = this.#gapMs;
    const near = [...list].filter(
      ({ first, last }) => first - gapMs <= ts && ts <= last + gapMs && last + gapMs >= horizon,
    );
    if (near.length === 0 && ts + gapMs < horizon) return null;
    const first = Math.min(ts, ...near.map((session) => session.first));
    const last = Math.max(ts, ...near.map((session) => session.last));
    // one that has these bounds already is what the others become: it needs no retraction
    const same = near.find((session) => session.first === first && session.last === last);
    const session = same ?? near[0] ?? this.#begin(key, ts);
    for (const other of near) {
      list.delete(other);
      if (other !== session) this.#absorb(session, other);
      else if (other !== same) this.#leaves(other);
    }
    session.first = first;
    session.last = last;
    if (near.length > 0) list.add(session);
    this.#note(key, list);
    return session;
  }

  /** Notes whether any of a key's sessions are a gap or less apart. */
  #note(key: Key, sessions: Iterable<Session>): void {
    let before = beginning;
    this.#crowded.delete(key);
    for (const { first, last } of sessions) {
      if (first - before <= this.#gapMs) this.#crowded.add(key);
      before = last;
    }
  }

  #begin(key: Key, first: number, last = first): Session {
    const session = {
      key,
      first,
      last,
      slot: this.#accumulators.allocate(),
      revision: -1,
      closed: false,
      changed: false,
      waiting: 0,
      deadline: Number.POSITIVE_INFINITY,
    };
    let list = this.#byKey.get(key);
    if (list === undefined) {
      list = new SortedList(byEnd);
      this.#byKey.set(key, list);
    }
    list.add(session);
    this.size++;
    return session;
  }

  /** Two sessions become one; `leaves` hears of the second, too. */
  #absorb(session: Session, other: Session): void {
    this.#leaves(other);
    this.#accumulators.merge(session.slot, this.#accumulators, other.slot);
    this.#accumulators.release(other.slot);
    session.waiting += other.waiting;
    other.changed = false;
    other.deadline = Number.NaN; // equal to no time: whoever comes upon its deadline skips it
    this.size--;
  }

  remove(session: Session): void {
    const list = this.#byKey.get(session.key)!;
    list.delete(session);
    if (list.size === 0) {
      this.#byKey.delete(session.key);
      this.#crowded.delete(session.key);
    }
    this.#accumulators.release(session.slot);
    this.size--;
  }

  get anyOpen(): boolean {
    return this.all().some(({ closed }) => !closed);
  }

  all(): Session[] {
    return [...this.#byKey.values()].flatMap((list) => [...list]);
  }

  /** One entry for each key: its sessions. */
  *entries(): Iterable<Entry> {
    for (const key of this.#byKey.keys()) yield [JSON.stringify(key), this.#save(key)];
  }

  /** `undefined` when the key has none. */
  entry(name: string): unknown {
    return this.#save(JSON.parse(name) as Key);
  }

  #save(key: Key): unknown {
    const list = this.#byKey.get(key);
    if (list === undefined) return undefined;
    return [...list].map(({ first, last, slot, revision, changed, waiting }) => {
      return { first, last, revision, changed, waiting, state: this.#accumulators.save(slot) };
    });
  }

  load(key: Key, saved: unknown): Session[] {
    const sessions = saved as (Session & { state: readonly unknown[] })[];
    this.#note(key, sessions);
    return sessions.map(({ first, last, revision, changed, waiting, state }) => {
      const session = this.#begin(key, first, last);
      this.#accumulators.load(session.slot, state);
      return Object.assign(session, { revision, changed, waiting });
    });
  }
}

const beginning = Number.NEGATIVE_INFINITY;
const end = Number.POSITIVE_INFINITY;

const byEnd = (a: Session, b: Session): number => a.last - b.last || a.first - b.first;

/** What stands in a list where a session with these bounds would. */
const endingAt = (last: number, first: number) => ({ first, last }) as Session;
