import { performance } from "node:perf_hooks";
import type { Broker, Cluster, Connection, ConnectionPool } from "./kafkajs-types.js";

/** The error of a connection that was given up. Its name tells callers that another try may succeed. */
export class ConnectionDropped extends Error {
  override readonly name = "KafkaJSConnectionError";

  /** @param broker `host:port` of the broker that was given up; left out where the whole cluster is given up */
  constructor(
    readonly broker?: string,
    options?: ErrorOptions,
  ) {
    super("the connection was given up after a failure", options);
  }
}

/** The time of a connection's last answer, by `performance.now()`. */
const answeredAt = new WeakMap<Connection, number>();

/** The connections of a cluster. `discarded`: the cluster is given up, and no connection may be opened any more. */
interface Connections {
  readonly all: Set<Connection>;
  discarded: boolean;
}
const connectionsOf = new WeakMap<Cluster, Connections>();

/**
 * Mends faults of kafkajs 2.2.4 on the objects of one cluster; nobody else's kafkajs is touched.
 *
 * - After `discard` no connection can be opened, and one that is being opened is closed. Otherwise a call that outlives
 *   its cluster would connect again and keep the process alive with a socket and a timer.
 * - Requests that find no connection wait until the first of them has opened one. kafkajs opens one for each and keeps
 *   the last; requests on the others are never answered and never time out.
 * - No timer is set while no request waits; kafkajs sets one with a negative delay, over and over.
 * - Closing a connection gives up its open requests. kafkajs waits for their answers first. When the metadata no longer
 *   lists a broker that hangs, everybody who asks for metadata waits with it.
 * - Metadata is requested from the broker that answered last, not from any broker with an open socket: it may hang.
 */
export function mend(cluster: Cluster): Cluster {
  const connections: Connections = { all: new Set(), discarded: false };
  connectionsOf.set(cluster, connections);
  const { brokerPool } = cluster;
  const { build } = brokerPool.connectionPoolBuilder;
  brokerPool.connectionPoolBuilder.build = async (destination) => {
    const built = await build(destination);
    for (const connection of built.pool) mendConnection(connection, connections);
    return built;
  };
  const anyConnected = brokerPool.findConnectedBroker.bind(brokerPool);
  brokerPool.findConnectedBroker = async () => lastAnswering(cluster) ?? (await anyConnected());
  return cluster;
}

/** Gives up all open requests and closes the sockets; none is opened after it. */
export function discard(cluster: Cluster): void {
  const connections = connectionsOf.get(cluster);
  if (connections === undefined) return;
  connections.discarded = true;
  for (const connection of connections.all) destroy(connection);
}

function destroy(connection: Connection): void {
  const { requestQueue, socket } = connection;
  requestQueue.rejectAll(new ConnectionDropped());
  requestQueue.destroy();
  // With an error, because only then does kafkajs clear the timer of a connection that is being opened.
  socket?.destroy(new ConnectionDropped());
}

function mendConnection(connection: Connection, connections: Connections): void {
  connections.all.add(connection);
  const connect = connection.connect.bind(connection);
  let underway: Promise<unknown> | null = null;
  connection.connect = () => {
    underway ??= open(connection, connect, connections).finally(() => {
      underway = null;
    });
    return underway;
  };
  const send = connection.send.bind(connection);
  connection.send = async (request) => {
    const answer = await send(request);
    answeredAt.set(connection, performance.now());
    return answer;
  };
  const { requestQueue } = connection;
  const disconnect = connection.disconnect.bind(connection);
  connection.disconnect = () => {
    requestQueue.rejectAll(new ConnectionDropped(connection.broker));
    return disconnect();
  };
  const schedule = requestQueue.scheduleCheckPendingRequests.bind(requestQueue);
  requestQueue.scheduleCheckPendingRequests = () => {
    if (requestQueue.pending.length > 0) schedule();
  };
}

async function open(connection: Connection, connect: () => Promise<unknown>, connections: Connections) {
  if (connections.discarded) throw new ConnectionDropped();
  const connected = connect();
  // A socket that is closed in between answers neither the opening nor the authentication.
  const closed = new Promise<never>((_, reject) => {
    connection.socket?.once("close", () => {
      reject(new ConnectionDropped());
      connection.authHandlers?.onError();
    });
  });
  closed.catch(() => undefined);
  await Promise.race([connected, closed]);
  if (!connections.discarded) return true;
  destroy(connection);
  throw new ConnectionDropped();
}

/** The connected broker that has answered last; `undefined` where none has. */
function lastAnswering(cluster: Cluster): Broker | undefined {
  const { brokers, seedBroker } = cluster.brokerPool;
  const candidates = [...Object.values(brokers), ...(seedBroker ? [seedBroker] : [])]
    .filter((broker) => broker.isConnected())
    .map((broker) => ({ broker, at: lastAnswer(broker.connectionPool) }))
    .filter(({ at }) => Number.isFinite(at));
  return candidates.sort((a, b) => b.at - a.at)[0]?.broker;
}

const lastAnswer = ({ pool }: ConnectionPool): number =>
  Math.max(...pool.map((connection) => answeredAt.get(connection) ?? Number.NEGATIVE_INFINITY));
