import { performance } from "node:perf_hooks";
import type { Broker, Cluster, Connection, ConnectionPool } from "./kafkajs-types.js";

/** What became of a connection that was given up. Its name says to others that another try may go well. */
export class ConnectionDropped extends Error {
  override readonly name = "KafkaJSConnectionError";

  /** @param broker `host:port` of whom the cluster has let go; left out where the whole cluster is given up */
  constructor(
    readonly broker?: string,
    options?: ErrorOptions,
  ) {
    super("the connection was given up after a failure", options);
  }
}

/** When a connection was last answered, by `performance.now()`. */
const answeredAt = new WeakMap<Connection, number>();

/** The connections of a cluster, and whether it is given up: then none may be opened any more. */
interface Connections {
  readonly all: Set<Connection>;
  discarded: boolean;
}
const connectionsOf = new WeakMap<Cluster, Connections>();

/**
 * Mends faults of kafkajs 2.2.4 on the objects of one cluster; nobody else's kafkajs is touched.
 *
 * - Nothing can be opened after `discard`, and what is being opened is closed: a call that outlives its cluster would else
 *   connect again, and hold the process with a socket and a timer.
 * - Requests that find no connection wait for the first of them to open one. kafkajs opens one for each, keeps the last, and
 *   what the others were asked is never answered, nor does it time out.
 * - With nothing waiting no timer is set; kafkajs sets one with a negative delay, over and over.
 * - A connection that is closed gives up what was asked over it. kafkajs waits for the answers first; when metadata no longer
 *   lists a broker that stands still, everybody who asks for metadata waits with it.
 * - Metadata is asked of the broker that answered last, and not of one that only has an open socket: it may stand still.
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

/** Gives up whatever is asked and closes the sockets; none is opened after it. */
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
  // With an error, since only then does kafkajs clear the timer of a connection that is being opened.
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
  // A socket that is closed in between answers nobody: neither who opens it nor who authenticates over it.
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
