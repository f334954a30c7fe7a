import { performance } from "node:perf_hooks";
import type { ConsumerOptions, Skipped } from "../log/port.js";
import { byLeader } from "./cluster.js";
import { protocolType } from "./errors.js";
import { type Fetched, fetchFrom } from "./fetch.js";
import type { Holdings } from "./holdings.js";
import { type Lane, nameOf } from "./lane.js";
import { listOffsets } from "./offsets.js";
import type { Wire } from "./wire.js";

const MAX_WAIT_MS = 100;
const REST_AFTER_FAILURE_MS = 100;

/** Callbacks for the results of fetches. */
interface Listener {
  /** Lanes are free for another fetch. */
  done(): void;
  failed(error: unknown): void;
  skipped(one: Skipped): void;
}

/** Fetches records for the partitions of a member and puts them into their lanes. */
export class Fetcher {
  readonly #wire: Wire;
  readonly #options: ConsumerOptions;
  readonly #holdings: Holdings;
  readonly #tell: Listener;

  constructor(wire: Wire, options: ConsumerOptions, holdings: Holdings, tell: Listener) {
    this.#wire = wire;
    this.#options = options;
    this.#holdings = holdings;
    this.#tell = tell;
  }

  /** Asks each leader of wanted partitions separately: one silent leader must not hold up the others. */
  async fetch(wanted: readonly Lane[]): Promise<void> {
    for (const lane of wanted) lane.fetching = true;
    try {
      const leaders = await this.#wire.once(`look for leaders for ${this.#options.group}`, async (cluster) => {
        await cluster.refreshMetadataIfNecessary();
        return byLeader(cluster, wanted);
      });
      for (const [leader, led] of leaders) void this.#fetchFrom(leader, led);
    } catch (error) {
      this.#fetchFailed(error, wanted);
    }
  }

  async #fetchFrom(leader: number, led: readonly Lane[]): Promise<void> {
    try {
      const fetched = await this.#wire.once(
        `fetch from broker ${leader} for ${this.#options.group}`,
        async (cluster) => {
          if (leader < 0) throw this.#wire.kafkajs.errorFromCode(5); // LEADER_NOT_AVAILABLE
          const positions = led.map(({ topic, partition, fetchAt }) => ({ topic, partition, offset: fetchAt }));
          const options = { isolation: this.#options.isolation, maxWaitMs: MAX_WAIT_MS };
          const answer = await fetchFrom(this.#wire.kafkajs, cluster, leader, positions, options);
          for (const one of answer) this.#take(one);
          return answer;
        },
      );
      for (const one of fetched) if (isOutOfRange(one)) await this.#moveIntoRange(one);
      this.#fetched(led);
    } catch (error) {
      this.#fetchFailed(error, led);
    }
  }

  #fetched(lanes: readonly Lane[]): void {
    for (const lane of lanes) lane.fetching = false;
    this.#tell.done();
  }

  #fetchFailed(error: unknown, lanes: readonly Lane[]): void {
    const until = performance.now() + REST_AFTER_FAILURE_MS;
    for (const lane of lanes) lane.restsUntil = until;
    this.#tell.failed(error);
    this.#fetched(lanes);
  }

  #take(fetched: Fetched): void {
    const lane = this.#holdings.held(fetched);
    if (!lane || lane.fetchAt !== fetched.from || isOutOfRange(fetched)) return; // lost, or moved by a seek
    if (fetched.error) throw fetched.error;
    lane.records = lane.records.length === 0 ? fetched.records : [...lane.records, ...fetched.records];
    lane.fetchAt = fetched.next;
  }

  /** The records at the position are gone: continues where `reset` says, and the next poll reports it. */
  async #moveIntoRange({ topic, partition, from }: Fetched): Promise<void> {
    const { reset, isolation, group } = this.#options;
    const [start] = await listOffsets(this.#wire, [{ topic, partition }], reset, isolation);
    const lane = this.#holdings.held({ topic, partition });
    if (start === undefined || lane?.fetchAt !== from) return;
    lane.fetchAt = start.offset;
    this.#tell.skipped({ topic, partition, from, to: start.offset });
    const lost = start.offset > from ? `the records from ${from} to ${start.offset - 1} are` : `offset ${from} is`;
    this.#wire.settings.report(`${nameOf(lane)}: ${lost} gone unread; ${group} goes on at ${start.offset} (${reset})`);
  }
}

const isOutOfRange = ({ error }: Fetched): boolean => protocolType(error) === "OFFSET_OUT_OF_RANGE";
