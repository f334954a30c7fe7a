import { type SinkBatch, SinkError, type TopicSink } from "../../src/worker/index.js";
import type { MakePlace, SinkPlace, Steps } from "./sinks.js";

/** A table somewhere, with a place for progress beside it; each call is seen by everyone at once. */
interface Store {
  readonly ids: string[];
  next: number;
  batches: number;
  epoch: number;
}

/** Ways to write a batch; only the first one is right. */
export const ways = {
  right: async (store, epoch, batch, steps) => {
    await steps.step(async () => {
      refuseZombie(store, epoch);
      for (const { offset, row } of batch.rows) if (offset >= store.next) store.ids.push(String(row!.id));
      store.next = Math.max(store.next, batch.next);
    });
  },
  savesItsPlaceFirst: async (store, epoch, batch, steps) => {
    const from = store.next;
    await steps.step(async () => {
      refuseZombie(store, epoch);
      store.next = batch.next;
    });
    await steps.step(async () => void store.ids.push(...idsFrom(batch, from)));
  },
  savesItsPlaceAfterwards: async (store, epoch, batch, steps) => {
    await steps.step(async () => {
      refuseZombie(store, epoch);
      store.ids.push(...idsFrom(batch, store.next));
    });
    await steps.step(async () => {
      store.next = batch.next;
    });
  },
  writesRowByRow: async (store, epoch, batch, steps) => {
    for (const row of batch.rows) await ways.right(store, epoch, { rows: [row], next: row.offset + 1 }, steps);
    await ways.right(store, epoch, { rows: [], next: batch.next }, steps);
  },
  fencesNobody: async (store, _epoch, batch, steps) => {
    const from = await steps.step(async () => store.next);
    await steps.step(async () => {
      store.ids.push(...idsFrom(batch, from));
      store.next = batch.next;
    });
  },
  believesTheWriter: async (store, epoch, batch, steps) => {
    await steps.step(async () => {
      refuseZombie(store, epoch);
      store.ids.push(...idsFrom(batch, 0));
      store.next = batch.next;
    });
  },
  readsItsPlaceOffByOne: async (store, epoch, batch, steps) => {
    await steps.step(async () => {
      refuseZombie(store, epoch);
      store.ids.push(...idsFrom(batch, store.next));
      store.next = batch.rows.at(-1)!.offset;
    });
  },
} satisfies Record<string, Way>;

type Way = (store: Store, epoch: number, batch: SinkBatch, steps: Steps) => Promise<void>;

const idsFrom = (batch: SinkBatch, from: number): string[] =>
  batch.rows.filter(({ offset }) => offset >= from).map(({ row }) => String(row!.id));

function refuseZombie(store: Store, epoch: number): void {
  if (store.epoch !== epoch) throw new SinkError("fenced", "another writer has taken over");
}

/** A place in memory, written in one of the ways. */
export const inMemory =
  (way: keyof typeof ways): MakePlace =>
  async (): Promise<SinkPlace> => {
    const store: Store = { ids: [], next: 0, batches: 0, epoch: 0 };
    return {
      sink: (steps): TopicSink => ({
        name: way,
        guarantee: "exactly-once",
        async open() {
          const [epoch, position] = await steps.step(async () => [++store.epoch, store.next] as const);
          const write = (batch: SinkBatch): Promise<void> => ways[way](store, epoch, batch, steps);
          return { position, refusal: () => null, write, close: async () => undefined };
        },
      }),
      read: async () => [...store.ids],
    };
  };
