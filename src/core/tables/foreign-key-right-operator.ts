import { compareKeys } from "../canonical.js";
import { type Context, type Emit, type Entry, type Key, type Row, TimelessOperator } from "../operator.js";
import { ForeignKeyRight } from "./foreign-key-left.js";
import type { Answer, Subscribed } from "./foreign-key-messages.js";
import { tableInput } from "./table-input.js";

/**
 * The right side of a foreign-key join over several partitions, at its place in a plan. Its first input are subscriptions, its
 * second is the right table; it emits answers, those that one write causes by key.
 */
export class ForeignKeyRightOperator extends TimelessOperator {
  readonly #context: Context;
  readonly inputs: readonly Emit[];
  readonly #join = new ForeignKeyRight<Key, Key, Row>();

  constructor(context: Context) {
    super();
    this.#context = context;
    const join = this.#join;
    this.inputs = [
      (key, subscribed, ts) => {
        context.fates.in++;
        context.fates.result++;
        const foreignKey = key as Key;
        const subscription = { foreignKey, ...(subscribed as Subscribed) };
        join.subscribe(subscription);
        if (context.changelog) context.touch(subscriberKey(foreignKey, subscription.key));
        if (subscription.names) this.#answer(subscription.key, foreignKey, ts);
      },
      tableInput(context, (key, row, ts) => {
        context.fates.result++;
        join.write(key, row, ts);
        if (context.changelog) context.touch(rowKey(key));
        const subscribers = [...(join.subscribers.get(key) ?? [])].sort(compareKeys);
        for (const subscriber of subscribers) this.#answer(subscriber, key, ts);
      }),
    ];
  }

  get stateSize(): number {
    let size = this.#join.rows.size;
    for (const keys of this.#join.subscribers.values()) size += keys.size;
    return size;
  }

  *entries(): Iterable<Entry> {
    for (const [key, { row, ts }] of this.#join.rows) yield [rowKey(key), [row, ts]];
    for (const [foreignKey, keys] of this.#join.subscribers)
      for (const key of keys) yield [subscriberKey(foreignKey, key), true];
  }

  entry(entryKey: string): unknown {
    const [kind, foreignKey, key] = JSON.parse(entryKey) as ["row" | "subscriber", Key, Key];
    if (kind === "subscriber") return this.#join.subscribers.get(foreignKey)?.has(key) === true ? true : undefined;
    const held = this.#join.rows.get(foreignKey);
    return held === undefined ? undefined : [held.row, held.ts];
  }

  load(entryKey: string, value: unknown): void {
    const [kind, foreignKey, key] = JSON.parse(entryKey) as ["row" | "subscriber", Key, Key];
    if (kind === "subscriber") this.#join.subscribe({ foreignKey, key, names: true });
    else this.#join.write(foreignKey, ...(value as [Row, number]));
  }

  #answer(key: Key, foreignKey: Key, ts: number): void {
    const context = this.#context;
    const answer: Answer = { foreignKey, partner: this.#join.rows.get(foreignKey) ?? null };
    context.refreshLane();
    context.emit(key, answer, ts, context.lane, null, 0);
  }
}

const rowKey = (key: Key): string => JSON.stringify(["row", key]);
const subscriberKey = (foreignKey: Key, key: Key): string => JSON.stringify(["subscriber", foreignKey, key]);
