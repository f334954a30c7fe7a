import type { Log } from "tidemark";
import type { Order } from "./orders.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Writes orders, each under its customer. */
export async function send(log: Log, orders: readonly Order[]): Promise<void> {
  const producer = await log.producer();
  await producer.send(
    orders.map((order) => ({ topic: "orders", key: bytes(order.customer), value: bytes(JSON.stringify(order)) })),
  );
  await producer.close();
}
