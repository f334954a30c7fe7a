import { isTable, type Pipeline, type Plan, type PlanNode, type Stage, split } from "../core/index.js";
import { ensureTopics, type Log, LogError, type TopicDescription, type TopicSpec } from "../log/index.js";

/** The shared facts of a worker's tasks: the stages of its plan, and the topics around them. */
export interface Topology {
  readonly group: string;
  readonly stages: readonly PlacedStage[];
  /** Every topic that the group reads: the users' and the internal ones. */
  readonly inputs: readonly string[];
  /** The number of partitions of a topic, by its name in the log. */
  readonly partitions: ReadonlyMap<string, number>;
  /** The largest record that an output takes, by its name in the log. */
  readonly mostBytes: ReadonlyMap<string, number>;
  /** The inputs of a stage, by their names in the log. */
  inputsOf(stage: Stage): readonly string[];
}

/** A stage with its numbers: a task for each partition. */
export interface PlacedStage extends Stage {
  readonly partitions: number;
  /** By internal topic that it reads: the lanes that its upstream tasks write on. */
  readonly lanes: { readonly [topic: string]: number };
  /** The name of its changelog in the log. */
  readonly changelog: string;
}

/** An internal topic's name in the log: each group has its own. */
export const internalName = (group: string, topic: string): string => `${group}-${topic}-repartition`;

/**
 * Looks at the topics, splits the plan, and makes the missing topics: internal topics, changelogs, outputs.
 *
 * @throws LogError "unknown-topic" when an input is missing; PlanError when the numbers of partitions do not fit
 */
export async function prepareTopology(
  log: Log,
  pipeline: Pipeline,
  group: string,
  withChangelogs: boolean,
): Promise<Topology> {
  const partitions = new Map<string, number>();
  for (const topic of inputTopics(pipeline)) partitions.set(topic, await partitionsOf(log, topic));
  const stages = place(split(pipeline, Object.fromEntries(partitions)), partitions, group);
  const widest = Math.max(...partitions.values());
  const { plan } = pipeline;
  const outputs = plan.nodes.flatMap((node) => (node.op === "sink" ? [outputSpec(plan, node, widest)] : []));
  const asides = [plan.late, plan.dead].flatMap((name) => (name === null ? [] : [{ name, partitions: widest }]));
  const sinks = [...outputs, ...asides].map(({ name }) => name);
  await ensureTopics(log, [
    ...outputs,
    ...asides,
    ...stages.flatMap(({ writes }) =>
      writes.map((topic) => ({ name: internalName(group, topic), partitions: partitions.get(topic)! })),
    ),
    ...(withChangelogs ? stages.map(({ changelog, partitions: count }) => changelogSpec(changelog, count)) : []),
  ]);
  const mostBytes = new Map<string, number>();
  for (const topic of sinks) {
    const { partitions: count, config } = await described(log, topic);
    partitions.set(topic, count);
    mostBytes.set(topic, Number(config["max.message.bytes"] ?? Number.POSITIVE_INFINITY));
  }
  for (const { writes } of stages)
    for (const topic of writes) partitions.set(internalName(group, topic), partitions.get(topic)!);
  if (withChangelogs) for (const placed of stages) await checkChangelog(log, placed);
  const inputsOf = ({ topics, reads }: Stage): string[] => [
    ...topics,
    ...reads.map((topic) => internalName(group, topic)),
  ];
  return { group, stages, inputs: stages.flatMap(inputsOf), partitions, mostBytes, inputsOf };
}

const inputTopics = ({ plan }: Pipeline): readonly string[] =>
  plan.nodes.flatMap((node) => (node.op === "stream" || node.op === "table" ? [node.topic] : []));

/** Readers fold the changes of a table again: without compaction, retention would delete rows that still count. */
function outputSpec(plan: Plan, { topic: name, inputs }: SinkNode, partitions: number): TopicSpec {
  const from = plan.nodes.find(({ id }) => id === inputs[0]);
  const ofTable = from !== undefined && isTable(from);
  return { name, partitions, ...(ofTable ? { config: { "cleanup.policy": "compact" } } : {}) };
}

type SinkNode = Extract<PlanNode, { readonly op: "sink" }>;

const changelogSpec = (name: string, partitions: number): TopicSpec => ({
  name,
  partitions,
  config: { "cleanup.policy": "compact" },
});

const partitionsOf = async (log: Log, topic: string): Promise<number> => (await described(log, topic)).partitions;

async function described(log: Log, topic: string): Promise<TopicDescription> {
  const description = await log.describeTopic(topic);
  if (description !== null) return description;
  throw new LogError(
    "unknown-topic",
    `there is no topic "${topic}". Try: npx tidemark topics create ${topic}, or produce something to it first`,
    false,
  );
}

/** Gives each stage its number of partitions and each internal topic's lanes. */
function place(stages: readonly Stage[], partitions: Map<string, number>, group: string): PlacedStage[] {
  for (const { topics, reads } of stages) {
    // inputs that are read together get equal numbers of partitions
    if (topics.length > 0) for (const topic of reads) partitions.set(topic, partitions.get(topics[0]!)!);
  }
  const widest = Math.max(...partitions.values());
  const countOf = new Map<Stage, number>();
  for (const stage of stages) {
    const { topics, reads } = stage;
    const known = (topics.length > 0 ? topics : reads).flatMap((topic) => partitions.get(topic) ?? []);
    const count = known.length > 0 ? Math.max(...known) : widest;
    countOf.set(stage, count);
    for (const topic of reads) partitions.set(topic, count);
    // a stage that reads only internal topics is as wide as those that write them
    for (const topic of stage.writes) if (!partitions.has(topic)) partitions.set(topic, count);
  }
  const lanesOf = lanesByTopic(stages, countOf);
  return stages.map((stage) => ({
    ...stage,
    partitions: countOf.get(stage)!,
    lanes: Object.fromEntries(stage.reads.map((topic) => [topic, lanesOf(topic)])),
    changelog: `${group}-${stage.id.replaceAll("+", "-")}-changelog`,
  }));
}

/**
 * The number of lanes of an internal topic: one for each task that writes it, or for each of the lanes that such a task
 * passes on.
 */
function lanesByTopic(stages: readonly Stage[], countOf: ReadonlyMap<Stage, number>): (topic: string) => number {
  return function lanesOf(topic: string): number {
    const writer = stages.find(({ writes }) => writes.includes(topic))!;
    const from = writer.lanesFrom[topic] ?? null;
    return countOf.get(writer)! * (from === null ? 1 : lanesOf(from));
  };
}

async function checkChangelog(log: Log, { changelog, partitions, id }: PlacedStage): Promise<void> {
  const found = await partitionsOf(log, changelog);
  if (found === partitions) return;
  throw new LogError(
    "invalid-topic",
    `${changelog} has ${found} partitions and "${id}" now has ${partitions}: keys have moved, so the old state fits no more. Try: another group (state is rebuilt from the inputs), or --fresh`,
    false,
  );
}
