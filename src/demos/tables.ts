import { textTable } from "../charts/index.js";
import { type TableHandler, TableView, tableHandler } from "../connect/index.js";
import { foldTable, type Write } from "../core/index.js";
import { Saldo, saldo, saldoJson, saldoRoutes } from "../datasets/index.js";
import type { Log, Receipt } from "../log/index.js";
import { compacted, createCompactedSoon, howCompactionIsSeen, sizeOf } from "./compacted-log.js";
import type { Demo, DemoContext, DemoLife, DemoOutcome } from "./demo.js";
import { deleteTopics, readTopic } from "./input.js";

/** The demo has a separate topic, whose settings make compaction visible; `contas` stays as it is. */
const TOPIC = "contas-demo";
const PARTITIONS = 3;
const STORE = ".tidemark/07-tables";
const COPY_EVERY_MS = 200;
/** A customer who leaves, one whom two clerks serve at once, and one who is written while the service is away. */
const [LEAVES, SERVED_TWICE, WRITTEN_LATER] = ["8", "1", "2"];

/** Lesson 07: balances rebuilt from a compacted topic, live behind GET; a lost update; compaction; a restart. */
export const tables: Demo = {
  lesson: "07-tables",
  summary: "balances from a compacted topic, behind GET; restart",
  flags: [{ flag: "--count <n>", meaning: "so many balances are written first", value: "whole" }],
  pipelines: [],
  async run(context, { count = saldo.defaults.count }) {
    const { log, keep } = context;
    await deleteTopics(log, [TOPIC]);
    await createCompactedSoon(log, TOPIC, PARTITIONS);
    const lives: DemoLife[] = [];
    const begin = () => {
      const life = context.life("consulta-saldo");
      lives.push(life);
      return life;
    };
    try {
      return await show(context, begin, Number(count));
    } finally {
      await lives.at(-1)?.files.remove(`${STORE}/${TOPIC}.table.json`);
      if (!keep) await deleteTopics(log, [TOPIC]);
    }
  },
};

async function show(context: DemoContext, begin: () => DemoLife, count: number): Promise<DemoOutcome> {
  const { log, signal, out } = context;
  const book = await openBook(log);
  for (const { key, value } of saldo.generate({ count })) {
    if (signal.aborted) return nothing;
    await book.write(key!, value);
    context.progress(`${book.writes.length} of ${count} balances written`);
  }
  await book.write(LEAVES!, null);
  out(`${count} balances of 8 customers are in ${TOPIC}; customer ${LEAVES} has left.\n`);

  out("1. Rebuilt, then live");
  const life = begin();
  const service = await serve(life);
  await ask(context, service, "/saldo/1");
  await service.view.open();
  await reached(service.view, book.last);
  const readAtStart = service.view.status.read;
  const cleaned = readAtStart < book.writes.length ? ` (of ${book.writes.length}: the cleaner was there)` : "";
  out(`   … reads ${readAtStart} records of the log${cleaned}, and is ready`);
  await ask(context, service, "/saldo/1");
  await ask(context, service, `/saldo/${LEAVES}`);
  const receipt = await book.write("1", balance("1", 150, 0));
  out(`   written: 150.0, partition ${receipt.partition}, offset ${receipt.offset}`);
  const own = await ask(context, service, `/saldo/1?minOffset=${receipt.offset}`);
  let agrees = own === 150 && (await answersAre(service, book.writes));

  out("\n2. Two writers lose an update");
  const lost = await loseAnUpdate(context, service, book);
  agrees &&= lost === 50 && (await answersAre(service, book.writes));

  out("\n3. The service is killed, and started again");
  await log.clock.sleep(3 * COPY_EVERY_MS, signal);
  life.crash();
  for (let i = 1; i <= 3; i++) await book.write(WRITTEN_LATER!, balance(WRITTEN_LATER!, 10 * i, i));
  if (signal.aborted) return nothing;
  const restarted = await serve(begin());
  await restarted.view.open();
  await reached(restarted.view, book.last);
  const { read, restored } = restarted.view.status;
  out(`   ${restored} balances from the local copy, ${read} records from the log's tail`);
  await ask(context, restarted, `/saldo/${WRITTEN_LATER}`);
  agrees &&= restored > 0 && (await answersAre(restarted, book.writes));
  await restarted.view.close();

  out(`\n4. Compaction (${howCompactionIsSeen})`);
  context.progress("waiting for the broker's log cleaner");
  const clean = await compacted(log, TOPIC, signal);
  if (signal.aborted) return nothing;
  const written = sizeOf(book.writes.map(asBytes));
  const held = sizeOf(clean?.records ?? (await readTopic(log, TOPIC)));
  out(indented(textTable([sizeRow("all that was written", written), sizeRow("what the log holds now", held)])));
  out(
    clean === null
      ? "   the log cleaner has not come within a minute: this broker's looks less often"
      : "   waited for the log cleaner: it looks every 15 s, or as the broker is set",
  );
  const fresh = await serve(begin(), { store: false });
  await fresh.view.open();
  await reached(fresh.view, book.last);
  agrees &&= await answersAre(fresh, book.writes);
  out(`   a new reader reads ${fresh.view.status.read} records, and has the same ${fresh.view.size} balances`);
  await fresh.view.close();

  out(`\nEvery answer as in a recount of all ${book.writes.length} writes: ${agrees ? "yes" : "NO"}`);
  const figures = {
    written: written.records,
    held: held.records,
    written_bytes: written.bytes,
    held_bytes: held.bytes,
    balances: fresh.view.size,
    lost_update: lost,
    read_at_start: readAtStart,
    read_after_restart: read,
    waited_ms: clean?.waitedMs ?? null,
  };
  return { agrees, figures: [figures] };
}

const nothing: DemoOutcome = { agrees: true, figures: [] };

/** All writes, in order, for a recount; and the place of the last write in each partition. */
interface Book {
  readonly writes: Write<string, string>[];
  readonly last: Map<number, Receipt>;
  write(key: string, value: string | null): Promise<Receipt>;
}

async function openBook(log: Log): Promise<Book> {
  const producer = await log.producer();
  const writes: Write<string, string>[] = [];
  const last = new Map<number, Receipt>();
  return {
    writes,
    last,
    async write(key, value) {
      const [receipt] = await producer.send([{ topic: TOPIC, ...asBytes({ key, value }) }]);
      writes.push({ key, value });
      last.set(receipt!.partition, receipt!);
      return receipt!;
    },
  };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const asBytes = ({ key, value }: Write<string, string>) => ({
  key: bytes(key),
  value: value === null ? null : bytes(value),
});

const balance = (cliente_id: string, amount: number, minute: number): string =>
  saldoJson({ cliente_id, saldo: amount, timestamp: `2025-10-14T11:0${minute}:00` });

interface Service {
  readonly view: TableView;
  readonly answer: TableHandler;
}

/** The handler that `tidemark serve saldo` puts behind a socket; here it is called directly. */
async function serve({ log, files }: DemoLife, { store = true } = {}): Promise<Service> {
  const view = new TableView(log, TOPIC, {
    schema: Saldo,
    key: "cliente_id",
    ...(store ? { store: { folder: STORE, files, everyMs: COPY_EVERY_MS } } : {}),
  });
  return { view, answer: await tableHandler(view, saldoRoutes) };
}

async function reached(view: TableView, last: ReadonlyMap<number, Receipt>): Promise<void> {
  for (const { partition, offset } of last.values()) await view.reached(partition, offset, 30_000);
}

const get = async ({ answer }: Service, path: string): Promise<{ status: number; body: string }> => {
  const response = await answer(new Request(`http://localhost${path}`));
  return { status: response.status, body: await response.text() };
};

/** Asks, shows question and answer, and returns the balance; NaN without one. */
async function ask({ out }: DemoContext, service: Service, path: string): Promise<number> {
  const { status, body } = await get(service, path);
  out(`   GET ${path}`);
  out(`     ${status} ${body}`);
  return Number((JSON.parse(body) as { saldo?: number }).saldo ?? Number.NaN);
}

/** True when every customer's answer equals the recount: the fold of all writes. */
async function answersAre(service: Service, writes: readonly Write<string, string>[]): Promise<boolean> {
  const table = foldTable(writes);
  for (const key of new Set(writes.map((write) => write.key))) {
    const { status, body } = await get(service, `/saldo/${key}`);
    const expected = table.get(key);
    if (expected === undefined ? status !== 404 : body !== saldoJson(Saldo.parse(JSON.parse(expected)))) return false;
  }
  return true;
}

/** Two clerks read the same balance; each writes a new one. Returns the missing amount. */
async function loseAnUpdate(context: DemoContext, service: Service, book: Book): Promise<number> {
  const before = await ask(context, service, `/saldo/${SERVED_TWICE}`);
  context.out(`   clerk A has read ${before} and pays in 50; clerk B has read ${before} and pays out 30`);
  await book.write(SERVED_TWICE!, balance(SERVED_TWICE!, before + 50, 1));
  const { offset } = await book.write(SERVED_TWICE!, balance(SERVED_TWICE!, before - 30, 2));
  const after = await ask(context, service, `/saldo/${SERVED_TWICE}?minOffset=${offset}`);
  const lost = before + 50 - 30 - after;
  context.out(`   it should be ${before + 50 - 30}: ${lost} are lost. A log does not compare before it writes.`);
  return lost;
}

const sizeRow = (what: string, { records, bytes: size }: { records: number; bytes: number }) => ({
  "": what,
  records,
  bytes: size,
});

const indented = (text: string): string => text.replace(/^/gm, "   ");
