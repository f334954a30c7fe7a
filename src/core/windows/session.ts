import { compareKeys } from "../canonical.js";
import { Deadlines } from "../deadlines.js";
import type { Context, Key, Lane, Row } from "../operator.js";
import { type Session, SessionTable } from "./session-table.js";
import { WindowOperator, type WindowPolicy } from "./window-operator.js";

export interface SessionSpec extends WindowPolicy {
  /** How far apart two events of one session may be, in milliseconds. */
  readonly gapMs: number;
}

/**
 * Session windows: two events of a key share a session when their distance is `≤ gap` (Apache Flink, Kafka, Spark; Beam
 * uses `<`). A session closes at `W > last + gap`: at `W = last + gap` an event could still join it on time.
 *
 * An event joins the sessions within the gap that are not late by its own lane's watermark; what it bridges becomes one.
 * A session that was told and changes its bounds is retracted first. It is dropped at `W − lateness > last + gap`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { count, millis, pipeline, run, session } from "tidemark";
 * import { z } from "zod";
 *
 * const visits = pipeline("visits")
 *   .from("clicks", z.object({ at: z.number(), page: z.string() }))
 *   .eventTime("at", { outOfOrderness: millis(20) })
 *   .keyBy("page")
 *   .window(session(millis(5)))
 *   .aggregate({ visits: count() })
 *   .to("visits");
 *
 * const { results } = run(visits, [0, 10, 5, 16].map((at) => ({ at, page: "pier" })));
 * assert.deepEqual(
 *   results.map(({ window, row }) => [window?.start, window?.end, row?.["visits"]]),
 *   [[0, 10, 3], [16, 16, 1]],
 * );
 * ```
 */
export class SessionWindows extends WindowOperator {
  readonly #spec: SessionSpec;
  protected readonly held: SessionTable;
  readonly #deadlines = new Deadlines<Session>();
  /** Those with something that was not told, and a few that had; kept for early results. */
  readonly #changed = new Set<Session>();

  constructor(spec: SessionSpec, keyField: string | null, context: Context) {
    super(spec, keyField, context);
    this.#spec = spec;
    this.held = new SessionTable(spec.gapMs, this.accumulators, (session) => this.#retract(session));
  }

  protected accept(key: Key, row: Row, ts: number, lane: Lane): void {
    const session = this.held.join(key, ts, lane.watermark - this.#spec.latenessMs);
    if (session === null) {
      this.context.late("session-closed", lane.watermark, key, row, ts);
      return;
    }
    this.accumulators.addRead(session.slot, ts);
    this.#schedule(session);
    this.#tell(session);
    this.#touch(session);
  }

  #schedule(session: Session): void {
    const closes = session.last + this.#spec.gapMs + 1;
    session.closed = closes <= this.context.watermark();
    const time = session.closed ? closes + this.#spec.latenessMs : closes;
    if (time >= session.deadline) return; // looked at before that anyway, and then scheduled anew
    this.#deadlines.schedule(session, time);
    this.context.wakeAt(time);
  }

  /** The identity of a result is key + window: what was told under bounds that go is taken back. */
  #retract(session: Session): void {
    const { key, first, last, revision } = session;
    session.revision = -1;
    if (revision < 0) return;
    this.context.emit(key, null, last, this.context.lane, { start: first, end: last }, revision + 1);
  }

  /** What an event brings about at once. */
  #tell(session: Session): void {
    if (this.waits && !session.closed) {
      session.waiting++;
      this.open++;
      this.#noteChange(session);
      return;
    }
    this.context.fates.result++;
    this.#settleWaiting(session);
    if (this.#spec.emit.kind === "complete") {
      session.revision++;
      for (const each of inOrder(this.held.all())) this.#emit(each);
    } else this.#emitNext(session);
  }

  #noteChange(session: Session): void {
    if (this.early === null) return;
    session.changed = true;
    this.#changed.add(session);
    this.early.arm();
  }

  protected get due(): number {
    return this.#deadlines.next;
  }

  advance(): void {
    const watermark = this.context.watermark();
    const { gapMs, latenessMs } = this.#spec;
    const closing: Session[] = [];
    const dropping: Session[] = [];
    for (const session of this.#deadlines.takeDue(watermark)) {
      const closes = session.last + gapMs + 1;
      if (!session.closed && closes <= watermark) closing.push(session);
      if (closes + latenessMs <= watermark) dropping.push(session);
      else this.#deadlines.schedule(session, closes <= watermark ? closes + latenessMs : closes);
    }
    for (const session of inOrder(closing)) this.#close(session);
    if (this.early?.take(watermark)) this.#emitPartial();
    for (const session of dropping) {
      this.held.remove(session);
      this.#touch(session);
    }
  }

  #close(session: Session): void {
    session.closed = true;
    this.context.closed?.({ start: session.first, end: session.last });
    if (this.waits) this.#emitNext(session);
    this.#settleWaiting(session);
    this.#touch(session);
  }

  #settleWaiting(session: Session): void {
    this.context.fates.result += session.waiting;
    this.open -= session.waiting;
    session.waiting = 0;
  }

  #emitPartial(): void {
    const changed = [...this.#changed].filter((session) => session.changed && !session.closed);
    this.#changed.clear();
    for (const session of inOrder(changed)) {
      this.#emitNext(session);
      this.#touch(session);
    }
  }

  #emitNext(session: Session): void {
    session.revision++;
    session.changed = false;
    this.#emit(session);
  }

  #emit({ key, first, last, slot, revision }: Session): void {
    this.send(key, { start: first, end: last }, slot, last, revision);
  }

  #touch({ key }: Session): void {
    if (this.context.changelog) this.context.touch(JSON.stringify(key));
  }

  load(name: string, value: unknown): void {
    for (const session of this.held.load(JSON.parse(name) as Key, value)) {
      this.open += session.waiting;
      if (session.changed) this.#noteChange(session);
      this.#schedule(session);
    }
  }
}

const inOrder = (sessions: Session[]): Session[] =>
  sessions.sort((a, b) => a.last - b.last || compareKeys(a.key, b.key) || a.first - b.first);
