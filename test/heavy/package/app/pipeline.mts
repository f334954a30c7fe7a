import { count, pipeline, run, seconds, simulatedKafka, tumbling, worker } from "tidemark";
import { z } from "zod";

export const arrivals = pipeline("arrivals")
  .from("ships", z.object({ ship: z.string(), quay: z.string(), at: z.number() }))
  .eventTime("at", { outOfOrderness: seconds(5) })
  .keyBy("quay")
  .window(tumbling(seconds(60)))
  .aggregate({ ships: count() })
  .to("arrivals-by-quay");

const ships = [
  { ship: "Alma", quay: "north", at: 12_000 },
  { ship: "Brig", quay: "north", at: 70_000 },
];
const counts = run(arrivals, ships).results.map(({ row }) => row?.ships);
if (JSON.stringify(counts) !== "[1,1]") throw new Error(`run: expected [1,1], got ${JSON.stringify(counts)}`);

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const log = simulatedKafka({ seed: 7 });
await log.createTopics([{ name: "ships", partitions: 2 }]);
const producer = await log.producer();
await producer.send(ships.map((row) => ({ topic: "ships", key: bytes(row.ship), value: bytes(JSON.stringify(row)) })));
const { results } = await worker(arrivals, log, { guarantee: "exactly-once", until: "end" }).run();
if (results !== 2) throw new Error(`worker: expected 2 results, got ${results}`);
