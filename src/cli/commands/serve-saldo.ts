import { join } from "node:path";
import { type Serving, serveTable, type TableView, tableView } from "../../connect/index.js";
import { Saldo, saldo, saldoRoutes } from "../../datasets/index.js";
import { ensureTopics, type Log, LogError } from "../../log/index.js";
import type { Context } from "../context.js";

export interface SaldoService {
  readonly port: number;
  readonly statusPort: number;
  readonly topic: string;
  /** Its progress is committed under this name, for those who watch lag; every instance reads all partitions. */
  readonly group: string;
  /** The folder for the copy of the table; `null` for none. */
  readonly store: string | null;
  readonly json: boolean;
}

/** How often it looks whether it is ready, and tells the group's progress, in milliseconds. */
const LOOK_EVERY_MS = 100;
const COMMIT_EVERY_MS = 5_000;

/** Serves the balances until the context's signal. Port taken: throws, and says what to try. */
export async function serveSaldo(
  context: Pick<Context, "out" | "note" | "progress" | "signal">,
  log: Log,
  service: SaldoService,
): Promise<void> {
  const { topic, group, store } = service;
  const { signal } = context;
  const tell = (event: string, line: string, facts: object = {}): void =>
    context.out(service.json ? JSON.stringify({ event, ...facts }) : line);
  await prepare(context, log, topic);
  const view = await tableView(log, topic, {
    schema: Saldo,
    key: "cliente_id",
    report: context.note,
    ...(store === null ? {} : { store: { folder: join(store, group) } }),
  });
  const servers: Serving[] = [];
  const progress = new GroupProgress(log, group, view, context.note);
  try {
    const { url } = await started(servers, serveTable(view, { ...saldoRoutes, port: service.port }));
    const statusUrl = await serveStatus(context, servers, view, service.statusPort);
    tell("serving", `${topic} on ${log.name}: ${url}/saldo/1 (503 until it is ready)`, { topic, url, statusUrl });
    while (!view.ready && !signal.aborted) {
      context.progress(rebuilding(view));
      await log.clock.sleep(LOOK_EVERY_MS, signal);
    }
    if (view.ready) tell("ready", ready(view), { status: view.status });
    if (view.ready && statusUrl !== null && !service.json) context.out(`how it is: ${statusUrl}. Ctrl-C ends it`);
    while (!signal.aborted) {
      await progress.commit();
      await log.clock.sleep(COMMIT_EVERY_MS, signal);
    }
  } finally {
    await view.close(); // first: who waits for his own write is answered, and servers close when all are
    for (const server of servers) await server.close();
    await progress.commit();
  }
  const { rows, read, skipped } = view.status;
  tell("stopped", `stopped: ${count(read, "record")} read, ${count(rows, "balance")}, ${skipped} skipped`, {
    status: view.status,
  });
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

function ready({ status: { read, restored, rows, skipped } }: TableView): string {
  const copy = restored > 0 ? ` and ${count(restored, "balance")} from the local copy` : "";
  return `ready: ${count(rows, "balance")}, from ${count(read, "record")} of the log${copy}; ${skipped} skipped`;
}

function rebuilding({ status: { partitions } }: TableView): string {
  const left = partitions.reduce((sum, { lag }) => sum + lag, 0);
  return `rebuilding: ${left} offsets to go`;
}

/** The topic, where nobody has made it yet; a word of warning where it is one that forgets. */
async function prepare(context: Pick<Context, "note">, log: Log, topic: string): Promise<void> {
  const [spec] = saldo.topics;
  if ((await ensureTopics(log, [{ ...spec!, name: topic }])).length > 0) context.note(`made ${topic}, compacted`);
  const policy = (await log.describeTopic(topic))?.config["cleanup.policy"] ?? "";
  if (!policy.split(",").includes("compact"))
    context.note(`${topic} is not compacted (cleanup.policy=${policy}): balances are lost when their records expire`);
}

async function started(servers: Serving[], starting: Promise<Serving>): Promise<Serving> {
  const server = await starting;
  servers.push(server);
  return server;
}

/** The status has a port of its own, as every service of the course. Without it the table is served all the same. */
async function serveStatus(
  context: Pick<Context, "note">,
  servers: Serving[],
  view: TableView,
  port: number,
): Promise<string | null> {
  try {
    const { url } = await started(servers, serveTable(view, { ...saldoRoutes, port }));
    return `${url}/status/`;
  } catch (error) {
    context.note(`no status page of its own: ${(error as Error).message.replace("--port", "--status-port")}`);
    return null;
  }
}

/**
 * Commits how far the table is under the group's name. Nobody reads these offsets to go on from, since a table is
 * rebuilt; Kafka's own tools show them as the service's lag.
 */
class GroupProgress {
  readonly #log: Log;
  readonly #group: string;
  readonly #view: TableView;
  readonly #note: (line: string) => void;
  #complaint = "";

  constructor(log: Log, group: string, view: TableView, note: (line: string) => void) {
    this.#log = log;
    this.#group = group;
    this.#view = view;
    this.#note = note;
  }

  async commit(): Promise<void> {
    const { topic, partitions } = this.#view.status;
    const positions = partitions.map(({ partition, position }) => ({ topic, partition, offset: position }));
    try {
      // asked each time: a topic that was made anew has lost what was committed of the one before
      const committed = await this.#log.committed(this.#group, topic);
      if (positions.every(({ partition, offset }) => committed[partition] === offset)) return;
      await this.#log.setCommitted(this.#group, positions);
      this.#complaint = "";
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      if (error.retriable || error.message === this.#complaint) return;
      this.#complaint = error.message;
      this.#note(`the progress of ${this.#group} is not recorded for now: ${error.message}`);
    }
  }
}
