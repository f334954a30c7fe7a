import { join } from "node:path";
import { freePort } from "../../machine/ports.js";
import { type LocalBroker, startLocalBroker } from "./local-broker.js";

/** Settings of a local cluster: its folder, its size, its owner. */
export interface LocalClusterOptions {
  /** The folder for the data of all nodes; each node has a folder in it. */
  readonly folder: string;
  /** The number of nodes (default 3); each is a broker and a controller. */
  readonly nodes?: number;
  /** The nodes end with this process, even by SIGKILL. Without a process they stay up. */
  readonly owner?: number;
  /** Settings of every node; they replace those of a cluster. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly progress?: (message: string) => void;
}

/** Several brokers that run on this machine as one cluster. */
export interface LocalCluster {
  /** All addresses, in the order of the node ids. */
  readonly brokers: readonly string[];
  /** The node with this id, 1 for the first; also a node that has been killed. */
  node(id: number): LocalBroker;
  /** Starts a stopped or killed node again, under its old address and with its data. */
  restart(id: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts several brokers from Apache's own jars; topics have as many replicas as there are nodes. Takes about six seconds
 * and 190 MB a node.
 */
export async function startLocalCluster(options: LocalClusterOptions): Promise<LocalCluster> {
  const ids = Array.from({ length: options.nodes ?? 3 }, (_, i) => i + 1);
  const ports = await freePorts(2 * ids.length);
  const controllers = ports.slice(ids.length);
  const voters = ids.map((id, i) => `${id}@127.0.0.1:${controllers[i]}`).join(",");
  const start = (id: number): Promise<LocalBroker> =>
    startLocalBroker({
      folder: join(options.folder, `node-${id}`),
      port: ports[id - 1]!,
      controllerPort: controllers[id - 1]!,
      properties: { ...propertiesOf(id, ids.length, voters), ...options.properties },
      ...(options.owner === undefined ? {} : { owner: options.owner }),
      ...(options.progress === undefined ? {} : { progress: options.progress }),
    });
  // The very first start prepares files that the others use.
  const first = await Promise.all(ids.map(start));
  const running = new Map(first.map((broker, i): [number, LocalBroker] => [ids[i]!, broker]));
  return {
    brokers: ids.map((_, i) => `127.0.0.1:${ports[i]}`),
    node: (id) => running.get(id)!,
    restart: async (id) => void running.set(id, await start(id)),
    stop: async () => void (await Promise.all([...running.values()].map((broker) => broker.kill()))),
  };
}

async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}

/**
 * A single broker has one replica of everything; here every node has one. A dead node is noticed within two seconds.
 */
function propertiesOf(id: number, nodes: number, voters: string): Readonly<Record<string, string>> {
  const replicas = String(nodes);
  const inSync = String(Math.min(2, nodes));
  return {
    "node.id": String(id),
    "controller.quorum.voters": voters,
    "default.replication.factor": replicas,
    "min.insync.replicas": inSync,
    "offsets.topic.replication.factor": replicas,
    "offsets.topic.num.partitions": replicas,
    "transaction.state.log.replication.factor": replicas,
    "transaction.state.log.min.isr": inSync,
    "transaction.state.log.num.partitions": replicas,
    "share.coordinator.state.topic.replication.factor": replicas,
    "share.coordinator.state.topic.min.isr": inSync,
    "replica.lag.time.max.ms": "3000",
    "broker.session.timeout.ms": "2000",
    "broker.heartbeat.interval.ms": "400",
    "controller.quorum.election.timeout.ms": "500",
    "controller.quorum.fetch.timeout.ms": "1000",
  };
}
