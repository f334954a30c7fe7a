import { ensureTopics, kafka } from "tidemark";
import type { Order } from "./orders.js";
import { topics } from "./orders.js";
import { send } from "./send.js";

/** Twenty orders of three customers, one every five seconds. */
const start = Date.now() - 100_000;
const orders: Order[] = Array.from({ length: 20 }, (_, i) => ({
  id: `order-${start}-${i}`,
  customer: ["ana", "ben", "eva"][i % 3] ?? "ana",
  cents: 100 * (1 + (i % 7)),
  at: start + 5000 * i,
}));

const log = kafka({ report: (message) => console.error(message) });
await ensureTopics(log, topics);
await send(log, orders);
console.log(`${orders.length} orders sent to ${log.name}`);
await log.close();
