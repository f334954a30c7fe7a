import { performance } from "node:perf_hooks";
import type { Position, TopicPartition } from "../log/port.js";
import { findCoordinator } from "./cluster.js";
import { deal, introduction } from "./deal.js";
import { protocolType, rebalancedError } from "./errors.js";
import { byTopic, fetchCommitted } from "./group-offsets.js";
import { Heartbeat } from "./heartbeat.js";
import { JoinWatch } from "./join-watch.js";
import type { Broker, Cluster, JoinAnswer, JoinRequest } from "./kafkajs-types.js";
import type { Wire } from "./wire.js";

const ASSIGNER = "tidemark";
const INCONSISTENT_GROUP_PROTOCOL = 23;

export interface GroupOptions {
  readonly group: string;
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly maxPollMs: number;
  /** Called when the membership needs attention: it was lost, or the group rebalances. */
  readonly onChange: () => void;
  /** A static member's name; see `ConsumerOptions.instanceId`. */
  readonly instanceId: string | undefined;
  /**
   * The cluster for finding the coordinator during a join: a join may take minutes and keeps the group's own connection
   * busy.
   */
  readonly elsewhere: Wire;
}

export interface Joined {
  readonly assignment: readonly TopicPartition[];
  readonly generation: number;
  /** True when this member was in the generation before: nobody else had its remaining partitions in between. */
  readonly continued: boolean;
}

/** Membership of a consumer group: joining, heartbeats, commits under the current generation, leaving. */
export class Group {
  #memberId = "";
  #generation = -1;
  /** The last generation whose assignment was received. */
  #joinedGeneration = Number.NaN;
  #state: "out" | "in" | "moving" = "out";
  #owned: readonly TopicPartition[] = [];
  #counts = "";
  #touchedAt = performance.now();
  #joining = false;
  readonly #joinWatch: JoinWatch;
  readonly #stop = new AbortController();
  readonly #beats: Heartbeat;

  constructor(
    readonly wire: Wire,
    readonly options: GroupOptions,
  ) {
    this.#joinWatch = new JoinWatch(options.group, options.elsewhere, wire);
    this.#beats = new Heartbeat(() => this.#heartbeat(), options.sessionTimeoutMs);
  }

  /** "out": joins with the next poll. "moving": the group rebalances and waits for this member to join again. */
  get state(): "out" | "in" | "moving" {
    return this.#state;
  }

  /** The generation that this member belongs to; −1 when it belongs to none. */
  get generation(): number {
    return this.#generation;
  }

  /** The member is alive: it polled or committed. */
  touch(): void {
    this.#touchedAt = performance.now();
  }

  /**
   * Joins, or joins again after a rebalance was announced. Waits as long as necessary; throws only errors that do not
   * pass.
   */
  async join(): Promise<Joined> {
    const { group } = this.options;
    const patience = { forMs: Number.POSITIVE_INFINITY, signal: this.#stop.signal };
    this.#joining = true;
    this.#beats.schedule();
    try {
      for (;;) {
        try {
          return await this.wire.call(`join group ${group}`, (cluster) => this.#join(cluster), patience);
        } catch (error) {
          const type = protocolType(error);
          if (type === "UNKNOWN_MEMBER_ID") this.#memberId = "";
          else if (type !== "REBALANCE_IN_PROGRESS" && type !== "ILLEGAL_GENERATION") throw error;
        }
      }
    } finally {
      this.#joining = false;
      this.#joinWatch.over();
    }
  }

  async #join(cluster: Cluster): Promise<Joined> {
    const { group, topics, sessionTimeoutMs, maxPollMs } = this.options;
    const { kafkajs } = this.wire;
    await cluster.refreshMetadataIfNecessary();
    const coordinator = await findCoordinator(cluster, group);
    this.#joinWatch.asked(coordinator.nodeId);
    const owned = [...new Set(this.#owned.map(({ partition }) => partition))];
    const joined = await this.#askToJoin(coordinator, {
      groupId: group,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: maxPollMs,
      memberId: this.#memberId,
      groupProtocols: [{ name: ASSIGNER, metadata: introduction(this.wire, topics, owned) }],
    });
    if (joined.leaderId === "") {
      // The brokers deal the partitions out themselves (KIP-848), because another client in this group has asked for that.
      await coordinator.leaveGroup({ groupId: group, memberId: joined.memberId }).catch(() => undefined);
      throw kafkajs.errorFromCode(INCONSISTENT_GROUP_PROTOCOL);
    }
    // If a generation was missed, somebody else may have had the partitions in it. In the same or the next one, nobody
    // had.
    const step = joined.memberId === this.#memberId ? joined.generationId - this.#joinedGeneration : Number.NaN;
    this.#memberId = joined.memberId;
    this.#generation = joined.generationId;
    const dealt = joined.leaderId === joined.memberId ? await deal(this.wire, cluster, joined.members) : [];
    this.#counts = this.#partitionCounts(cluster);
    const { memberAssignment } = await coordinator.syncGroup({
      groupId: group,
      generationId: joined.generationId,
      memberId: joined.memberId,
      groupAssignment: dealt,
    });
    const assignment = Object.entries(kafkajs.decodeAssignment(memberAssignment)).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    this.#owned = assignment;
    this.#joinedGeneration = joined.generationId;
    this.#state = "in";
    this.#beats.schedule();
    return { assignment, generation: joined.generationId, continued: step === 0 || step === 1 };
  }

  async #askToJoin(coordinator: Broker, request: JoinRequest): Promise<JoinAnswer> {
    const { instanceId } = this.options;
    if (instanceId === undefined) return await coordinator.joinGroup(request);
    const asInstance = { ...request, groupInstanceId: instanceId, protocolType: "consumer" } as const;
    return (await coordinator.connectionPool.send(this.wire.kafkajs.joinGroupRequest(asInstance))) as JoinAnswer;
  }

  #partitionCounts(cluster: Cluster): string {
    return this.options.topics.map((topic) => cluster.findTopicPartitionMetadata(topic).length).join(",");
  }

  /** Throws `LogError` "rebalanced" when this member is not in the current generation any more. */
  async commit(positions: readonly Position[]): Promise<void> {
    const { group } = this.options;
    this.touch();
    const topics = byTopic(positions);
    try {
      await this.wire.call(`commit offsets of ${group}`, async (cluster) => {
        if (this.#state === "out") throw rebalancedError(group);
        const member = { groupId: group, groupGenerationId: this.#generation, memberId: this.#memberId };
        await (await findCoordinator(cluster, group)).offsetCommit({ ...member, topics });
      });
    } catch (error) {
      this.#noteLoss(error);
      throw error;
    }
  }

  /** The committed offsets of the group for these partitions; waits as long as necessary. */
  committed(partitions: readonly TopicPartition[]): Promise<readonly (number | null)[]> {
    const patience = { forMs: Number.POSITIVE_INFINITY, signal: this.#stop.signal };
    return fetchCommitted(this.wire, this.options.group, partitions, patience);
  }

  async leave(): Promise<void> {
    this.#stop.abort();
    this.#beats.stop();
    // The group keeps a static member's place for the next instance with its name.
    if (this.options.instanceId === undefined) await this.#sayGoodbye().catch(() => undefined);
    else this.#lose();
  }

  async #sayGoodbye(): Promise<void> {
    const memberId = this.#memberId;
    this.#lose();
    this.#memberId = "";
    if (memberId === "") return;
    await this.wire.once(`leave group ${this.options.group}`, async (cluster) => {
      const coordinator = await findCoordinator(cluster, this.options.group);
      await coordinator.leaveGroup({ groupId: this.options.group, memberId });
    });
  }

  /** True while work may go on: not outside the group. */
  async #heartbeat(): Promise<boolean> {
    if (this.#joining) {
      await this.#joinWatch.look().catch(() => undefined);
      return true;
    }
    if (this.#state === "out") return false;
    const { group, maxPollMs } = this.options;
    const generation = this.#generation;
    try {
      if (performance.now() - this.#touchedAt > maxPollMs) {
        this.wire.settings.report(`no poll in group ${group} for ${maxPollMs} ms: this member leaves it`);
        await this.#sayGoodbye();
        return false;
      }
      await this.wire.once(`heartbeat of ${group}`, async (cluster) => {
        await cluster.refreshMetadataIfNecessary();
        if (this.#partitionCounts(cluster) !== this.#counts) this.#move();
        const coordinator = await findCoordinator(cluster, group);
        if (this.#joining) return; // a join tells more than a heartbeat
        await coordinator.heartbeat({ groupId: group, groupGenerationId: generation, memberId: this.#memberId });
      });
    } catch (error) {
      if (generation === this.#generation && !this.#joining) this.#noteLoss(error);
    }
    return this.state !== "out";
  }

  /** The meaning of a heartbeat's or a commit's error for the membership. */
  #noteLoss(error: unknown): void {
    const type = protocolType(error);
    if (type === "REBALANCE_IN_PROGRESS") this.#move();
    if (type === "ILLEGAL_GENERATION" || type === "UNKNOWN_MEMBER_ID") {
      // A static member keeps its old identity in the request, so that it hears when another one has taken its name.
      if (type === "UNKNOWN_MEMBER_ID" && this.options.instanceId === undefined) this.#memberId = "";
      this.#lose();
    }
  }

  #move(): void {
    if (this.#state !== "in") return;
    this.#state = "moving";
    this.options.onChange();
  }

  #lose(): void {
    this.#state = "out";
    this.#owned = [];
    this.#generation = -1;
    this.#joinedGeneration = Number.NaN;
    this.options.onChange();
  }
}
