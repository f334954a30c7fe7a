import { Kafka, logLevel } from "kafkajs";
import { kafka } from "../../src/kafka/index.js";
import type { Log } from "../../src/log/index.js";
import { readAll, type Subject } from "../contract/subject.js";
import { freshName } from "./test-broker.js";

/** Compaction within a second: every record has a segment of its own, and the cleaner takes whatever is closed. */
const compactable = {
  "cleanup.policy": "compact",
  "internal.segment.bytes": "100",
  "min.cleanable.dirty.ratio": "0.01",
  "min.compaction.lag.ms": "0",
};

const COMPACTED_WITHIN_MS = 20_000;

/** A real broker as a subject of the contract. */
export function kafkaSubject(brokers: readonly string[]): Subject {
  const open = () => kafka({ brokers, report: () => undefined });
  const log = open();
  const others: { close(): Promise<void> }[] = [];
  return {
    log,
    another: async () => {
      const other = open();
      others.push(other);
      return other;
    },
    unique: freshName,
    sessionTimeoutMs: 1_000,
    patienceMs: 10_000,
    compactable,
    compact: async (topic) => {
      // One more record closes the last segment, and is itself left out of it.
      const producer = await log.producer();
      for (const { partition } of await log.offsets(topic, "read_uncommitted")) {
        await producer.send([{ topic, partition, key: new TextEncoder().encode("filler"), value: new Uint8Array(1) }]);
      }
      const deadline = log.clock.now() + COMPACTED_WITHIN_MS;
      while (await holdsAKeyTwice(log, topic)) {
        if (log.clock.now() > deadline) throw new Error(`${topic} was not compacted within ${COMPACTED_WITHIN_MS} ms`);
        await log.clock.sleep(50);
      }
    },
    expire: async (topic) => {
      const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
      const ranges = await log.offsets(topic, "read_uncommitted");
      await admin.connect();
      await admin.fetchTopicMetadata({ topics: [topic] });
      await admin.deleteTopicRecords({
        topic,
        partitions: ranges.map(({ partition, end }) => ({ partition, offset: String(end) })),
      });
      await admin.disconnect();
    },
    close: async () => {
      for (const other of others) await other.close();
    },
  };
}

async function holdsAKeyTwice(log: Log, topic: string): Promise<boolean> {
  const keys = (await readAll(log, topic, "read_uncommitted")).map(({ partition, key }) => `${partition}/${key}`);
  return new Set(keys).size < keys.length;
}
