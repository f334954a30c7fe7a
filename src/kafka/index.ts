/**
 * The port on a real broker. It finds a broker or starts one.
 *
 * @module tidemark/kafka
 */

export { environment } from "./broker/environment.js";
export {
  type BrokerPlace,
  type BrokerStatus,
  type BrokerUpOptions,
  brokerDown,
  brokerLogs,
  brokerStatus,
  brokerUp,
  type LocalBroker,
  type LocalBrokerOptions,
  type LocalCluster,
  type LocalClusterOptions,
  startLocalBroker,
  startLocalCluster,
  whatLocalBrokerLacks,
} from "./broker/index.js";
export { kafka } from "./kafka.js";
export type { KafkaOptions, Sasl } from "./options.js";
