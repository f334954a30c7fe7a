import { type Saldo, saldo, saldoJson, zoneless } from "../../datasets/index.js";
import { ensureTopics, type Log, type Producer } from "../../log/index.js";
import { CommandError, type Context, exitCode } from "../context.js";

/** Asks for one line; `null` at the end of the input. */
export type Ask = (question: string) => Promise<string | null>;

/**
 * Asks for a customer and a balance, writes it, shows the receipt; again and again, until an empty line, the end of the
 * input or Ctrl-C. `-` as the balance writes a tombstone: the account is gone.
 *
 * @param options.topic where to; the dataset's when left out
 */
export async function produceInteractively(
  context: Pick<Context, "out" | "note" | "signal">,
  log: Log,
  ask: Ask,
  options: { readonly topic: string; readonly json?: boolean },
): Promise<void> {
  const { topic, json } = options;
  await ensureTopics(log, [{ ...saldo.topics[0]!, name: topic }]);
  const producer = await log.producer();
  let sent = 0;
  try {
    while (!context.signal.aborted) {
      const cliente = (await ask("cliente_id: "))?.trim();
      if (!cliente) break;
      const amount = await askAmount(context, ask);
      if (amount === null) break;
      const record = await write(producer, log, topic, cliente, amount.saldo);
      context.out(json ? JSON.stringify(record) : receipt(record));
      sent++;
    }
  } finally {
    await producer.close();
  }
  context.note(`sent ${sent} record${sent === 1 ? "" : "s"} to ${topic}`);
}

interface Written {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: string | null;
}

async function write(
  producer: Producer,
  log: Log,
  topic: string,
  cliente_id: string,
  saldo: number | null,
): Promise<Written> {
  const now = log.clock.now();
  const row: Saldo | null = saldo === null ? null : { cliente_id, saldo, timestamp: zoneless(now) };
  const value = row === null ? null : saldoJson(row);
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const [put] = await producer.send([
    { topic, key: bytes(cliente_id), value: value === null ? null : bytes(value), timestamp: now },
  ]);
  return { topic, partition: put!.partition, offset: put!.offset, key: cliente_id, value };
}

function receipt({ topic, partition, offset, key, value }: Written): string {
  const what = value === null ? `${key} is deleted (a tombstone)` : value;
  return `${topic}, partition ${partition}, offset ${offset}: ${what}`;
}

/** `{ saldo: null }` for a tombstone, `null` at the end. A comma is taken for a decimal point, as in Portuguese. */
async function askAmount(
  context: Pick<Context, "note" | "signal">,
  ask: Ask,
): Promise<{ readonly saldo: number | null } | null> {
  while (!context.signal.aborted) {
    const answer = (await ask("saldo (- deletes the account): "))?.trim();
    if (!answer) return null;
    if (answer === "-") return { saldo: null };
    const amount = Number(answer.replace(",", "."));
    if (/^-?\d+([.,]\d+)?$/.test(answer) && Number.isFinite(amount)) return { saldo: amount };
    context.note(`"${answer}" is no amount. Try: 150.0`);
  }
  return null;
}

/** Only balances are asked for. */
export function checkInteractive(name: string): void {
  if (name === saldo.name) return;
  throw new CommandError(
    exitCode.usage,
    `produce ${name} has no --interactive. Try: produce saldo --interactive, or produce TOPIC --stdin`,
  );
}
