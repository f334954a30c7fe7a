import { LogError, type Position } from "../log/port.js";
import type { Group } from "./group.js";
import type { PartitionLog } from "./partition-log.js";
import type { Scheduler } from "./scheduler.js";

/** The identity that a producer of transactions sends with every call. */
export interface ProducerIdentity {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
}

interface State {
  readonly producerId: number;
  epoch: number;
  timeoutMs: number;
  phase: "empty" | "open" | "ending";
  /** The number of the transaction that is open or was the last one; the producer counts. */
  serial: number;
  committed: boolean;
  readonly partitions: Set<PartitionLog>;
  readonly groups: Set<Group>;
  readonly whenEnded: (() => void)[];
}

/** The parts of the cluster that the coordinator uses. */
export interface TransactionWorld {
  readonly scheduler: Scheduler;
  readonly newProducerId: () => number;
  /** Runs when a message between brokers has arrived at a partition (`null`: at a group's coordinator). */
  readonly send: (to: PartitionLog | null, action: () => void) => void;
  readonly tell: (text: string) => void;
}

/**
 * The transaction coordinator. It knows the newest producer of each transactional id and refuses the older ones. It
 * ends a transaction in two steps, as Kafka does: first it decides the outcome, then it sends marks to the partitions
 * and groups of the transaction.
 */
export class TransactionCoordinator {
  readonly #world: TransactionWorld;
  readonly #states = new Map<string, State>();

  constructor(world: TransactionWorld) {
    this.#world = world;
  }

  /** Makes a new producer of this id once the earlier one's transaction has ended; the earlier ones are fenced at once. */
  fence(transactionalId: string, timeoutMs: number, done: (identity: ProducerIdentity) => void): void {
    let state = this.#states.get(transactionalId);
    if (state === undefined) {
      state = {
        producerId: this.#world.newProducerId(),
        epoch: -1,
        timeoutMs,
        phase: "empty",
        serial: 0,
        committed: false,
        partitions: new Set(),
        groups: new Set(),
        whenEnded: [],
      };
      this.#states.set(transactionalId, state);
    }
    const epoch = ++state.epoch;
    state.timeoutMs = timeoutMs;
    if (state.phase === "open") this.#end(transactionalId, state, false);
    const { producerId } = state;
    this.#whenEnded(state, () => {
      // Producers count their transactions from 1.
      state.serial = 0;
      done({ transactionalId, producerId, epoch });
    });
  }

  /** Lets a producer add to its transaction `serial`, once the one before has ended; opens it with the first addition. */
  add(
    identity: ProducerIdentity,
    serial: number,
    to: PartitionLog | Group,
    done: (refused: LogError | null) => void,
  ): void {
    const state = this.#states.get(identity.transactionalId)!;
    this.#whenEnded(state, () => {
      const refused = this.#refuse(identity, state);
      if (refused !== null || (state.phase === "empty" && serial <= state.serial)) {
        done(refused ?? this.#fenced(identity));
        return;
      }
      if (state.phase === "empty") this.#open(identity, state, serial);
      if ("offsets" in to) state.groups.add(to);
      else state.partitions.add(to);
      done(null);
    });
  }

  addOffsets(identity: ProducerIdentity, group: Group, positions: readonly Position[]): void {
    group.offsets.addPending(identity.producerId, positions);
  }

  /** Decides the outcome; asked again after a lost answer, it gives the same one. */
  end(identity: ProducerIdentity, serial: number, commit: boolean): LogError | null {
    const state = this.#states.get(identity.transactionalId)!;
    const refused = this.#refuse(identity, state);
    if (refused !== null) return refused;
    if (state.phase !== "open") {
      // Asked a second time, or nothing was ever added to it.
      const fine = (state.serial === serial && state.committed === commit) || state.serial < serial;
      return fine ? null : this.#fenced(identity);
    }
    this.#end(identity.transactionalId, state, commit);
    return null;
  }

  #open(identity: ProducerIdentity, state: State, serial: number): void {
    state.phase = "open";
    state.serial = serial;
    const { epoch } = identity;
    const timeOut = (): void => {
      if (state.phase !== "open" || state.serial !== serial || state.epoch !== epoch) return;
      this.#world.tell(`transaction of ${identity.transactionalId} was open for ${state.timeoutMs} ms: aborted`);
      state.epoch++;
      this.#end(identity.transactionalId, state, false);
    };
    this.#world.scheduler.after(state.timeoutMs, timeOut, true);
  }

  #end(transactionalId: string, state: State, commit: boolean): void {
    state.phase = "ending";
    state.committed = commit;
    let waiting = state.partitions.size + state.groups.size;
    const arrived = (): void => {
      if (--waiting > 0) return;
      state.partitions.clear();
      state.groups.clear();
      state.phase = "empty";
      for (const action of state.whenEnded.splice(0)) action();
    };
    const outcome = commit ? "committed" : "aborted";
    for (const partition of state.partitions)
      this.#world.send(partition, () => {
        partition.mark(state.producerId, outcome, this.#world.scheduler.now);
        this.#world.tell(`${transactionalId} ${outcome} in ${partition.label}@${partition.end - 1}`);
        arrived();
      });
    for (const group of state.groups)
      this.#world.send(null, () => {
        group.offsets.endTransaction(state.producerId, commit);
        this.#world.tell(`${transactionalId} ${outcome} in group ${group.name}`);
        arrived();
      });
  }

  #whenEnded(state: State, action: () => void): void {
    if (state.phase === "ending") state.whenEnded.push(action);
    else action();
  }

  #refuse(identity: ProducerIdentity, state: State): LogError | null {
    return identity.epoch === state.epoch ? null : this.#fenced(identity);
  }

  #fenced({ transactionalId, epoch }: ProducerIdentity): LogError {
    return new LogError(
      "fenced",
      `transactional id "${transactionalId}": epoch ${epoch} has a successor, or its transaction timed out. ` +
        "Make a new producer, read the committed offset, and start from there.",
      false,
    );
  }
}
