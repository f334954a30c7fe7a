export {
  type BrokerPlace,
  type BrokerStatus,
  type BrokerUpOptions,
  brokerDown,
  brokerStatus,
  brokerUp,
} from "./broker.js";
export { type LocalBroker, type LocalBrokerOptions, startLocalBroker, whatLocalBrokerLacks } from "./local-broker.js";
export { type LocalCluster, type LocalClusterOptions, startLocalCluster } from "./local-cluster.js";
export { brokerLogs } from "./logs.js";
