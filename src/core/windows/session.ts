import { compareKeys } from "../canonical.js";
import { Deadlines, type Scheduled } from "../deadlines.js";
import type { Context, Entry, Key, Lane, Row } from "../operator.js";
import { WindowOperator, type WindowPolicy } from "./window-operator.js";

export interface SessionSpec extends WindowPolicy {
  readonly gapMs: number;
}

/** A session of one key: `[first, last]`, both ends inclusive. */
interface Session extends Scheduled {
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
 * Session windows: two events of a key share a session when their distance is `≤ gap` (Apache Flink, Kafka, Spark; Beam
 * uses `<`). A session closes at `W > last + gap`: at `W = last + gap` an event could still join it on time.
 *
 * An event joins the sessions within the gap that are not late by its own lane's watermark; what it bridges becomes one.
 * A session that was told and changes its bounds is retracted first. It is dropped at `W − lateness > last + gap`.
 */
export class SessionWindows extends WindowOperator {
  /** By key, ascending; the sessions of a key never overlap. */
  private readonly sessions = new Map<Key, Session[]>();
  private readonly deadlines = new Deadlines<Session>();

  constructor(
    private readonly spec: SessionSpec,
    keyField: string | null,
    context: Context,
  ) {
    super(spec, keyField, context);
  }

  protected accept(key: Key, row: Row, ts: number, lane: Lane): void {
    const session = this.sessionFor(key, ts, lane.watermark - this.spec.latenessMs);
    if (session === null) {
      this.context.late("session-closed", lane.watermark, key, row, ts);
      return;
    }
    this.accumulators.addRead(session.slot, ts);
    this.tell(session);
    this.touch(session);
  }

  /** The session that an event belongs to, grown, merged or new; `null` when it would be late. */
  private sessionFor(key: Key, ts: number, horizon: number): Session | null {
    const { gapMs } = this.spec;
    const list = this.sessions.get(key);
    if (list === undefined) {
      if (ts + gapMs < horizon) return null;
      const session = this.begin(key, ts);
      this.sessions.set(key, [session]);
      return session;
    }
    // those within the gap stand side by side: list[from] … list[to − 1]
    let from = firstNotBefore(list, ts - gapMs);
    let to = from;
    while (to < list.length && list[to]!.first <= ts + gapMs) to++;
    while (from < to && list[from]!.last + gapMs < horizon) from++; // late for this event, though a slower lane keeps it
    if (from === to) {
      if (ts + gapMs < horizon) return null;
      const session = this.begin(key, ts);
      list.splice(from, 0, session);
      return session;
    }
    const first = Math.min(ts, list[from]!.first);
    const last = Math.max(ts, list[to - 1]!.last);
    if (from + 1 < to) this.merge(list, from, to, first, last);
    else this.resize(list[from]!, first, last);
    return list[from]!;
  }

  private begin(key: Key, ts: number): Session {
    const slot = this.accumulators.allocate();
    this.stateSize++;
    const deadline = Number.POSITIVE_INFINITY;
    return this.schedule({
      key,
      first: ts,
      last: ts,
      slot,
      revision: -1,
      closed: false,
      changed: false,
      waiting: 0,
      deadline,
    });
  }

  /** Gives a session other bounds: under the old ones it is no more. */
  private resize(session: Session, first: number, last: number): void {
    if (session.first === first && session.last === last) return;
    this.retract(session);
    session.first = first;
    session.last = last;
    this.schedule(session);
  }

  private schedule(session: Session): Session {
    const due = session.last + this.spec.gapMs + 1;
    session.closed = due <= this.context.watermark();
    const time = session.closed ? due + this.spec.latenessMs : due;
    this.deadlines.schedule(session, time);
    this.context.wakeAt(time);
    return session;
  }

  /** Makes one session of several that an event bridges; retractions ascend by `last`. */
  private merge(list: Session[], from: number, to: number, first: number, last: number): void {
    const merged = list[from]!;
    for (let i = from; i < to; i++) {
      const session = list[i]!;
      if (session.first !== first || session.last !== last) this.retract(session);
      if (i === from) continue;
      this.accumulators.merge(merged.slot, this.accumulators, session.slot);
      this.accumulators.release(session.slot);
      merged.waiting += session.waiting;
      session.deadline = Number.NaN; // whatever comes upon it in the heap skips it
      this.stateSize--;
    }
    list.splice(from + 1, to - from - 1);
    merged.first = first;
    merged.last = last;
    this.schedule(merged);
  }

  /** The identity of a result is key + window: what was told under bounds that are gone is taken back. */
  private retract(session: Session): void {
    if (session.revision < 0) return;
    const { context } = this;
    const window = { start: session.first, end: session.last };
    context.emit(session.key, null, session.last, context.lane, window, session.revision + 1);
    session.revision = -1;
  }

  /** What an event's session brings about at once. */
  private tell(session: Session): void {
    if (this.waits && !session.closed) {
      session.waiting++;
      this.open++;
      session.changed = true;
      this.early?.arm();
      return;
    }
    this.context.fates.result++;
    this.settleWaiting(session);
    if (this.spec.emit.kind === "complete") {
      session.revision++;
      for (const each of this.inOrder([...this.sessions.values()].flat())) this.emit(each);
    } else this.emitNext(session);
  }

  protected get due(): number {
    return this.deadlines.next;
  }

  advance(): void {
    const watermark = this.context.watermark();
    const { gapMs, latenessMs } = this.spec;
    const closing: Session[] = [];
    const dropping: Session[] = [];
    for (const session of this.deadlines.takeDue(watermark)) {
      const due = session.last + gapMs + 1;
      if (!session.closed && due <= watermark) closing.push(session);
      if (due + latenessMs <= watermark) dropping.push(session);
      else this.deadlines.schedule(session, due <= watermark ? due + latenessMs : due);
    }
    for (const session of this.inOrder(closing)) this.close(session);
    if (this.early?.take(watermark)) this.emitPartial();
    for (const session of dropping) this.drop(session);
  }

  private close(session: Session): void {
    session.closed = true;
    this.context.closed?.({ start: session.first, end: session.last });
    if (this.waits) this.emitNext(session);
    this.settleWaiting(session);
    this.touch(session);
  }

  private settleWaiting(session: Session): void {
    this.context.fates.result += session.waiting;
    this.open -= session.waiting;
    session.waiting = 0;
  }

  private emitPartial(): void {
    const changed = [...this.sessions.values()].flat().filter((session) => session.changed && !session.closed);
    for (const session of this.inOrder(changed)) {
      this.emitNext(session);
      this.touch(session);
    }
  }

  private drop(session: Session): void {
    const list = this.sessions.get(session.key)!;
    if (list.length === 1) this.sessions.delete(session.key);
    else list.splice(list.indexOf(session), 1);
    this.accumulators.release(session.slot);
    this.stateSize--;
    this.touch(session);
  }

  private inOrder(sessions: Session[]): Session[] {
    return sessions.sort((a, b) => a.last - b.last || compareKeys(a.key, b.key) || a.first - b.first);
  }

  private emitNext(session: Session): void {
    session.revision++;
    session.changed = false;
    this.emit(session);
  }

  private emit({ key, first, last, slot, revision }: Session): void {
    this.send(key, { start: first, end: last }, slot, last, revision);
  }

  private touch({ key }: Session): void {
    if (this.context.changelog) this.context.touch(JSON.stringify(key));
  }

  /** One entry for each key: its sessions. */
  *entries(): Iterable<Entry> {
    for (const key of this.sessions.keys()) yield [JSON.stringify(key), this.entry(JSON.stringify(key))];
  }

  entry(name: string): unknown {
    return this.sessions.get(JSON.parse(name) as Key)?.map(({ first, last, slot, revision, changed, waiting }) => {
      return { first, last, revision, changed, waiting, state: this.accumulators.save(slot) };
    });
  }

  load(name: string, value: unknown): void {
    const key = JSON.parse(name) as Key;
    const saved = value as (Session & { state: readonly unknown[] })[];
    const list = saved.map(({ first, last, revision, changed, waiting, state }) => {
      const session = this.begin(key, first);
      Object.assign(session, { last, revision, changed, waiting, deadline: Number.POSITIVE_INFINITY });
      this.accumulators.load(session.slot, state);
      this.open += waiting;
      if (changed) this.early?.arm();
      return this.schedule(session);
    });
    this.sessions.set(key, list);
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
