import { type Dataset, saldo } from "../../datasets/index.js";
import { environment } from "../../kafka/index.js";

/** Where balances are written and read: `TOPIC` and `GROUP` of the environment or .env, else the course's names. */
export function saldoSettings(variables = environment()): { readonly topic: string; readonly group: string } {
  return { topic: variables.TOPIC || saldo.topics[0]!.name, group: variables.GROUP || "consulta-saldo" };
}

/** A dataset of one topic, under another name of that topic. */
export function inTopic(dataset: Dataset, name: string): Dataset {
  return {
    ...dataset,
    topics: dataset.topics.map((topic) => ({ ...topic, name })),
    generate: (options) => dataset.generate(options).map((record) => ({ ...record, topic: name })),
  };
}
