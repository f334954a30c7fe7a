// The simulated Kafka end to end: produce, poll and commit, with retention. It measures the speed, and shows if memory
// stays flat.
import { simulatedKafka } from "../dist/sim/index.js";

const SEND = 100;
const KEYS = Array.from({ length: 100 }, (_, i) => new TextEncoder().encode(`user_${i}`));
const VALUE = new Uint8Array(60);
const config = { "retention.ms": "600000", "segment.bytes": "1048576" };

/**
 * @param {number} records
 * @returns {Promise<{ records: number, perSecond: number, perCpuSecond: number, simulatedHours: number, heapMb: number[] }>}
 *   heapMb: the used heap after each tenth of the records
 */
export async function simulation(records) {
  const kafka = simulatedKafka({ seed: 1, storyLines: 0, config });
  const { scheduler } = kafka;
  await kafka.createTopics([{ name: "t", partitions: 4 }]);
  const producer = await kafka.producer();
  const consumer = await kafka.consumer({ group: "g", topics: ["t"], isolation: "read_committed", reset: "earliest" });
  const heapMb = [];
  const produce = async () => {
    for (let sent = 0; sent < records; sent += SEND) {
      await producer.send(KEYS.map((key) => ({ topic: "t", key, value: VALUE })));
      await kafka.clock.sleep(1000);
      if ((sent + SEND) % (records / 10) < SEND) heapMb.push(usedHeapMb());
    }
  };
  const consume = async () => {
    for (let seen = 0; seen < records; ) {
      const polled = await consumer.poll(10_000);
      seen += polled.records.length;
      if (polled.records.length > 0)
        await consumer.commit(consumer.assignment.map((one) => ({ ...one, offset: consumer.position(one) })));
    }
  };
  const start = performance.now();
  const cpu = process.cpuUsage();
  await Promise.all([produce(), consume()]);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    records,
    perSecond: records / seconds,
    perCpuSecond: records / ((user + system) / 1e6),
    simulatedHours: (scheduler.now - scheduler.startMs) / 3_600_000,
    heapMb,
  };
}

function usedHeapMb() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
