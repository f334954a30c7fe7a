import { orders } from "../datasets/index.js";
import { ensureTopics } from "../log/index.js";
import { consumeNaively } from "./consume-naively.js";
import type { Side } from "./demo.js";
import { sameFigures } from "./naive-count.js";

/** Lesson 01's consumer alone: counts the topic `orders` from its beginning, live, until Ctrl-C. */
export const naiveConsumer: Side = {
  name: "naive-consumer",
  summary: "01's consumer alone: counts orders, live (--on kafka)",
  flags: [{ flag: "--limit <n>", meaning: "ends after so many records", value: "whole" }],
  onSimulation:
    "naive-consumer reads what somebody else produces, and nobody else can write to a simulated Kafka. " +
    "Try: npx tidemark run naive-consumer --on kafka, or both sides at once: npx tidemark run 01",
  async run(context, flags) {
    await ensureTopics(context.log, orders.topics);
    const limit = flags.limit === undefined ? Number.POSITIVE_INFINITY : Number(flags.limit);
    context.progress("waiting for orders: npx tidemark produce orders --rate 300 (Ctrl-C ends this)");
    const { count, recount } = await consumeNaively(context, {
      topic: "orders",
      group: "naive-consumer",
      done: (records) => records >= limit,
    });
    for (const line of count.block()) context.out(line);
    const agrees = sameFigures(count.figures(), recount);
    context.out(agrees ? "a second reading of the topic counts the same" : "A SECOND READING DIFFERS");
    return { agrees, figures: [{ ...count.figures() }] };
  },
};
