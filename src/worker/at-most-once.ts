import type { Consumer, Position } from "../log/index.js";
import { AtLeastOnce } from "./at-least-once.js";
import type { Work } from "./guarantee.js";

/** Offsets first, then state, then outputs: a crash between them loses, and repeats nothing. */
export class AtMostOnce extends AtLeastOnce {
  override readonly name = "at-most-once";

  override async before(consumer: Consumer, positions: readonly Position[]): Promise<void> {
    if (positions.length > 0) await consumer.commit(positions);
  }

  override async commit(_consumer: Consumer, work: readonly Work[]): Promise<void> {
    await this.sendChanges(work);
    await this.send(work.flatMap(({ pending }) => pending.outputs));
    for (const { task } of work) task.confirm();
  }
}
