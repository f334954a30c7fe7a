import { type KafkaOptions, settings } from "../options.js";
import { Wire } from "../wire.js";

/**
 * Resolves with the number of brokers once a cluster answers and has at least one that takes part.
 *
 * @param withinMs the time to try, in milliseconds
 * @throws LogError "unreachable", "unauthenticated"
 */
export async function answers(options: KafkaOptions, withinMs: number): Promise<number> {
  const wire = await Wire.open(settings({ ...options, report: () => undefined }));
  try {
    return await wire.call(
      "ask who is there",
      async (cluster) => {
        const broker = await cluster.brokerPool.findConnectedBroker();
        const { brokers } = await broker.metadata([]);
        if (brokers.length === 0) throw wire.kafkajs.errorFromCode(8); // BROKER_NOT_AVAILABLE
        return brokers.length;
      },
      { forMs: withinMs },
    );
  } finally {
    await wire.close();
  }
}
