import { LaneGroup } from "./lanes.js";

/**
 * One input of a join that judges by time. Its watermark is that of its lanes. While all of them are idle it rises to the
 * largest of the active inputs', and it stays there when they come back: so a silent side holds no join up. All idle, each
 * has the largest of theirs.
 */
export class JoinInput extends LaneGroup {
  readonly #of: LaneGroup;
  /** The largest watermark that it took over from another input. */
  raised = Number.NEGATIVE_INFINITY;
  #others: readonly JoinInput[] = [];

  private constructor(of: LaneGroup) {
    super([], [of]);
    this.#of = of;
  }

  /** The inputs of one join. */
  static several(groups: readonly LaneGroup[]): JoinInput[] {
    const inputs = groups.map((group) => new JoinInput(group));
    for (const input of inputs) input.#others = inputs.filter((other) => other !== input);
    return inputs;
  }

  override refresh(): void {
    const of = this.#of;
    if (of.upstream.length > 0) of.refresh();
    if (of.watermark > this.watermark) this.watermark = of.watermark;
    this.idle = of.idle;
    if (of.idle) this.#rise();
  }

  #rise(): void {
    const active = this.#others.filter((other) => !other.#of.idle);
    for (const other of active.length > 0 ? active : this.#others) {
      this.raised = Math.max(this.raised, other.#of.watermark, other.raised);
    }
    if (this.raised > this.watermark) this.watermark = this.raised;
  }

  override wakeAt(time: number): void {
    super.wakeAt(time);
    if (!this.#of.idle) return;
    for (const other of this.#others) if (other.#of.watermark < time) other.#of.wakeAt(time);
  }
}
