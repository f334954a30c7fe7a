import { LogError, type Position, type TopicPartition } from "../log/port.js";
import { assign } from "./assign.js";
import type { Due } from "./event-queue.js";
import { GroupOffsets } from "./group-offsets.js";
import type { Scheduler } from "./scheduler.js";

/** A member as the coordinator knows it. */
interface Member {
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly maxPollMs: number;
  readonly instanceId: string | undefined;
  /** When it last polled or committed. */
  lastSeen: number;
  lastBeat: number;
  /** The member has asked to be in the next generation. */
  joined: boolean;
  assignment: readonly TopicPartition[];
  /** True while its process lives and is not cut off: it sends heartbeats. */
  beating: () => boolean;
  /** True while a poll of it is under way. */
  polling: () => boolean;
}

const rebalanced = (group: string, member: string): LogError =>
  new LogError("rebalanced", `group "${group}" has moved on without ${member}. Poll again to join it.`, true);

function seen(member: Member, now: number): void {
  member.lastSeen = now;
  member.lastBeat = now;
}

/** When a member's time is over, if nothing more is heard of it. */
const endOf = ({ lastSeen, maxPollMs, lastBeat, sessionTimeoutMs }: Member): number =>
  Math.min(lastSeen + maxPollMs, lastBeat + sessionTimeoutMs);

/**
 * A consumer group and its coordinator: members join, share the partitions for one generation, and are expelled when
 * they fall silent. A rebalance stops all of them: the next generation begins when every member has joined again.
 */
export class Group {
  readonly name: string;
  readonly offsets: GroupOffsets;
  /** Polls that wait for a change of the group. */
  readonly waiters = new Set<() => void>();
  readonly #scheduler: Scheduler;
  readonly #partitions: (topic: string) => number;
  readonly #tell: (text: string) => void;
  readonly #away: () => boolean;
  readonly #members = new Map<string, Member>();
  readonly #fenced = new Set<string>();
  #generation = 0;
  #preparing = false;
  #expiry: Due | null = null;

  constructor(
    name: string,
    scheduler: Scheduler,
    partitions: (topic: string) => number,
    tell: (text: string) => void,
    offsetsRetentionMs: number,
    away: () => boolean,
  ) {
    this.name = name;
    this.#scheduler = scheduler;
    this.#partitions = partitions;
    this.#tell = tell;
    this.#away = away;
    this.offsets = new GroupOffsets(() => scheduler.now, offsetsRetentionMs);
  }

  get empty(): boolean {
    return this.#members.size === 0;
  }

  get generation(): number {
    return this.#generation;
  }

  subscribes(topic: string): boolean {
    return [...this.#members.values()].some((member) => member.topics.includes(topic));
  }

  /**
   * The group's answer to a member's poll: `null` during a rebalance (asking makes the member join it), else the
   * generation and the member's share.
   */
  join(
    id: string,
    as: Pick<Member, "topics" | "sessionTimeoutMs" | "maxPollMs" | "instanceId" | "beating" | "polling">,
  ): { readonly generation: number; readonly assignment: readonly TopicPartition[] } | null {
    let member = this.#members.get(id);
    if (member === undefined) {
      const { now } = this.#scheduler;
      const place = this.#takePlace(id, as.instanceId);
      member = { ...as, lastSeen: now, lastBeat: now, joined: false, assignment: place?.assignment ?? [] };
      this.#members.set(id, member);
      this.offsets.keep(true);
      this.#watch();
      if (place === null) this.rebalance();
    }
    seen(member, this.#scheduler.now);
    member.polling = as.polling;
    if (this.#preparing) {
      member.joined = true;
      this.#completeIfAllJoined();
    }
    return this.#preparing ? null : { generation: this.#generation, assignment: member.assignment };
  }

  /** True for a static member whose name another one has taken since. */
  isFenced(id: string): boolean {
    return this.#fenced.has(id);
  }

  /** What the static member of this name has, which gives way; `null` where there is none. */
  #takePlace(id: string, instanceId: string | undefined): Member | null {
    if (instanceId === undefined) return null;
    for (const [before, member] of this.#members) {
      if (member.instanceId !== instanceId) continue;
      this.#members.delete(before);
      this.#fenced.add(before);
      this.#tell(`group ${this.name}: ${id} takes the place of ${before}`);
      return member;
    }
    return null;
  }

  leave(id: string): void {
    if (!this.#members.delete(id)) return;
    this.#tell(`group ${this.name}: ${id} leaves`);
    this.rebalance();
    this.#completeIfAllJoined();
  }

  /** Commits for a member. Only members of the current generation may, also while the next one is being prepared. */
  commit(id: string, generation: number, positions: readonly Position[]): LogError | null {
    const member = this.#members.get(id);
    if (member === undefined || generation !== this.#generation) return rebalanced(this.name, id);
    seen(member, this.#scheduler.now);
    this.offsets.set(positions);
    return null;
  }

  /** Begins a new generation: every member must join again. */
  rebalance(): void {
    if (this.#preparing) return;
    this.#preparing = true;
    for (const member of this.#members.values()) member.joined = false;
    this.#wake();
  }

  #completeIfAllJoined(): void {
    if (!this.#preparing || ![...this.#members.values()].every((member) => member.joined)) return;
    this.#preparing = false;
    this.#generation++;
    if (this.empty) this.offsets.keep(false);
    const shares = assign(new Map([...this.#members].map(([id, { topics }]) => [id, topics])), this.#partitions);
    for (const [id, share] of shares) this.#members.get(id)!.assignment = share;
    const text = [...shares].map(([id, share]) => `${id}: ${share.map((p) => `${p.topic}[${p.partition}]`).join(" ")}`);
    this.#tell(`group ${this.name}: generation ${this.#generation} ${text.join(", ")}`);
    this.#wake();
  }

  #watch(): void {
    if (this.#expiry !== null || this.empty) return;
    const next = Math.min(...[...this.#members.values()].map(endOf));
    this.#expiry = this.#scheduler.at(Math.max(next, this.#scheduler.now + 1), () => this.#expire(), true);
  }

  #expire(): void {
    this.#expiry = null;
    const { now } = this.#scheduler;
    let gone = false;
    for (const [id, member] of this.#members) {
      // A coordinator that is away expels nobody. Back again, it gives everybody time.
      const beating = member.beating();
      if ((beating && member.polling()) || this.#away()) seen(member, now);
      if (beating) member.lastBeat = now;
      if (now < endOf(member)) continue;
      this.#members.delete(id);
      const silentMs = now < member.lastBeat + member.sessionTimeoutMs ? member.maxPollMs : member.sessionTimeoutMs;
      this.#tell(`group ${this.name}: ${id} was silent for ${silentMs} ms`);
      gone = true;
    }
    this.#watch();
    if (!gone) return;
    this.rebalance();
    this.#completeIfAllJoined();
  }

  #wake(): void {
    for (const waiter of [...this.waiters]) waiter();
  }
}
