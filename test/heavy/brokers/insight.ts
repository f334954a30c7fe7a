import { Answer } from "../../../src/kafka/answer.js";
import { whoCoordinates } from "../../../src/kafka/cluster.js";
import type { Cluster, WireRequest } from "../../../src/kafka/kafkajs-types.js";
import { settings } from "../../../src/kafka/options.js";
import { Wire } from "../../../src/kafka/wire.js";
import { threeBrokers } from "./cluster.js";

/** What a cluster does not tell through the port. */
async function ask<T>(question: (cluster: Cluster) => Promise<T>): Promise<T> {
  const { brokers } = await threeBrokers();
  const wire = await Wire.open(settings({ brokers, report: () => undefined }));
  try {
    return await wire.call("look into the cluster", question);
  } finally {
    await wire.close();
  }
}

/** The node that leads a partition now. */
export const leaderOf = (topic: string, partition: number): Promise<number> =>
  ask(async (cluster) => {
    await cluster.addMultipleTargetTopics([topic]);
    await cluster.refreshMetadata();
    return cluster.findTopicPartitionMetadata(topic).find(({ partitionId }) => partitionId === partition)?.leader ?? -1;
  });

/** The node that looks after a group now. */
export const coordinatorOf = (group: string): Promise<number> => ask((cluster) => whoCoordinates(cluster, group));

const ALTER_CLIENT_QUOTAS = 49;

/**
 * Gives a client id a quota, or takes it away.
 *
 * @param quota Kafka's name and value: `consumer_byte_rate`, `producer_byte_rate` in bytes a second, `request_percentage`
 */
export const setQuota = (clientId: string, quota: string, value: number | null): Promise<void> =>
  ask(async (cluster) => {
    const body = Buffer.concat([
      array([
        Buffer.concat([array([Buffer.concat([text("client-id"), text(clientId)])]), array([change(quota, value)])]),
      ]),
      Buffer.from([0]), // not only a rehearsal
    ]);
    const broker = await cluster.brokerPool.findConnectedBroker();
    const request = {
      apiKey: ALTER_CLIENT_QUOTAS,
      apiVersion: 0,
      apiName: "AlterClientQuotas",
      encode: async () => ({ buf: body, buffer: body }),
    };
    const decode = async (payload: Buffer): Promise<void> => {
      const answer = new Answer(payload);
      answer.int32(); // throttle time
      answer.each(() => {
        const code = answer.int16();
        if (code !== 0) throw new Error(`AlterClientQuotas: error code ${code}`);
        throw DONE;
      });
    };
    const response: WireRequest["response"] = {
      decode: (payload) => decode(payload).catch((error) => (error === DONE ? {} : Promise.reject(error))),
      parse: async (decoded) => decoded,
    };
    await broker.connectionPool.send({ request, response });
  });

const DONE = new Error("nothing else is of interest");

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function array(elements: readonly Buffer[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(elements.length);
  return Buffer.concat([length, ...elements]);
}

function change(quota: string, value: number | null): Buffer {
  const amount = Buffer.alloc(8);
  amount.writeDoubleBE(value ?? 0);
  return Buffer.concat([text(quota), amount, Buffer.from([value === null ? 1 : 0])]);
}
