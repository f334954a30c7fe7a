export type TxStep =
  | { readonly do: "init"; readonly transactionalId: string }
  | { readonly do: "begin" }
  | { readonly do: "send"; readonly value: string }
  | { readonly do: "sendOffset"; readonly partition: number; readonly offset: number }
  | { readonly do: "commit" };

interface Pending {
  readonly values: string[];
  readonly offsets: [partition: number, offset: number][];
}

/** What became of a step: "fenced" says that another producer with this id has come; "refused", that it makes no sense. */
export type Answer = "done" | "fenced" | "refused";

/** As little of a broker as transactions need: an epoch for each id, and what its open transaction holds. */
export class Broker {
  /** What a reader with read_committed sees. */
  readonly visible: string[] = [];
  readonly offsets = new Map<number, number>();
  readonly epochs = new Map<string, number>();
  readonly open = new Map<string, Pending>();

  take({ values, offsets }: Pending): void {
    this.visible.push(...values);
    for (const [partition, offset] of offsets) this.offsets.set(partition, offset);
  }
}

/** One instance at work: it carries out its plan until it is stopped or locked out. */
export class Producer {
  #id: string | null = null;
  #epoch = 0;

  constructor(readonly broker: Broker) {}

  apply(step: TxStep): Answer {
    const { broker } = this;
    if (step.do === "init") {
      if (typeof step.transactionalId !== "string") return "refused";
      this.#id = step.transactionalId;
      this.#epoch = (broker.epochs.get(this.#id) ?? 0) + 1;
      broker.epochs.set(this.#id, this.#epoch);
      broker.open.delete(this.#id);
      return "done";
    }
    if (this.#id === null) return "refused";
    if (broker.epochs.get(this.#id) !== this.#epoch) return "fenced";
    const pending = broker.open.get(this.#id);
    switch (step.do) {
      case "begin":
        if (pending !== undefined) return "refused";
        broker.open.set(this.#id, { values: [], offsets: [] });
        return "done";
      case "commit":
        if (pending === undefined) return "refused";
        broker.take(pending);
        broker.open.delete(this.#id);
        return "done";
      case "send":
        // Outside of a transaction it is an ordinary record, which everyone sees at once.
        if (pending === undefined) broker.take({ values: [step.value], offsets: [] });
        else pending.values.push(step.value);
        return "done";
      case "sendOffset":
        if (pending === undefined) broker.take({ values: [], offsets: [[step.partition, step.offset]] });
        else pending.offsets.push([step.partition, step.offset]);
        return "done";
      default:
        return "refused";
    }
  }

  /** Carries out steps until one is not done; says which. */
  run(steps: readonly TxStep[]): { readonly at: number; readonly answer: Answer } {
    for (const [at, step] of steps.entries()) {
      const answer = this.apply(step);
      if (answer !== "done") return { at, answer };
    }
    return { at: steps.length, answer: "done" };
  }
}
