import { left, millis, type Pipeline, pipeline, type Result, record, right } from "tidemark";
import { z } from "zod";
import { drive } from "../../support/drive.js";
import { casesOf, type Finding } from "./cases.js";
import { input, type JoinInput, JoinSide } from "./kafka-joins.js";

type Kind = "inner" | "left" | "outer";
const Keyed = z.object({ key: z.string(), value: z.string(), at: z.number() });
const selected = { l: left("value"), r: right("value") } as const;
const joined = ({ row }: Result): string => (row === null ? "TOMBSTONE" : `${row.l ?? "null"},${row.r ?? "null"}`);

interface DocStep extends Record<Kind, string[]> {
  in: JoinInput;
}
interface DocCase {
  name: "table-table" | "stream-table" | "table-table-foreign-key";
  steps: DocStep[];
}
type ForeignStep = { in: [side: "L" | "R", key: string, value: string | null][] } & Record<"inner" | "left", string[]>;

/** The tables of Kafka Streams' documentation, step by step. */
export function kafkaDocTables(): Finding[] {
  const file = "kafka-doc-tables";
  return casesOf<DocCase>(file).flatMap(({ name, steps }) => {
    if (name === "table-table-foreign-key") return foreignKey();
    const kinds: Kind[] = name === "stream-table" ? ["inner", "left"] : ["inner", "left", "outer"];
    return kinds.map((kind) => {
      const driven = drive(name === "stream-table" ? streamTable(kind as "inner" | "left") : tableTable(kind));
      const got = steps.map((step) => driven.push(input(step.in)).map(joined));
      return { file, case: name, aspect: kind, expected: steps.map((step) => step[kind]), got };
    });
  });
}

function tableTable(kind: Kind): Pipeline {
  const start = pipeline("documented");
  const one = start.table("left", Keyed, { key: "key" });
  return one
    .join(start.table("right", Keyed, { key: "key" }), { kind })
    .select(selected)
    .to("out");
}

function streamTable(kind: "inner" | "left"): Pipeline {
  const start = pipeline("documented");
  const stream = start
    .from("left", JoinSide)
    .eventTime("at", { outOfOrderness: millis(100) })
    .keyBy("key");
  return stream
    .joinTable(start.table("right", Keyed, { key: "key" }), { kind })
    .select(selected)
    .to("out");
}

const Left = z.object({ key: z.string(), reference: z.string().nullable() });
const Right = z.object({ key: z.string(), value: z.string() });

/** Left rows name a right row; "NULL" and `null` stand for no reference. */
export function foreignKeyJoin(kind: "inner" | "left"): Pipeline {
  const start = pipeline("foreign-key");
  return start
    .table("L", Left, { key: "key" })
    .joinForeignKey(start.table("R", Right, { key: "key" }), { on: "reference", kind })
    .select({ reference: left("reference"), value: right("value") })
    .to("out");
}

export const foreignInput = (side: "L" | "R", key: string, value: unknown, ts: number) =>
  record(side, value, { key, timestamp: ts });

function foreignKey(): Finding[] {
  const { steps } = casesOf<{ name: string; steps: ForeignStep[] }>("kafka-doc-tables").find(
    (known) => known.name === "table-table-foreign-key",
  )!;
  return (["inner", "left"] as const).map((kind) => {
    const driven = drive(foreignKeyJoin(kind));
    let ts = 0;
    const got = steps.map((step) => {
      const last = new Map<unknown, string>();
      for (const [side, key, value] of step.in) {
        const row = side === "L" ? { key, reference: value } : { key, value };
        for (const { key: changed, row: result } of driven.push(foreignInput(side, key, row, ++ts))) {
          last.set(
            changed,
            result === null ? `${changed},null` : `${changed},${result.reference ?? "null"},${result.value ?? "null"}`,
          );
        }
      }
      return [...last.values()];
    });
    const expected = steps.map((step) => step[kind]);
    return { file: "kafka-doc-tables", case: "table-table-foreign-key", aspect: kind, expected, got };
  });
}

interface StreamDocCase {
  name: string;
  steps: { in: JoinInput; executed: Record<Kind, string[]> }[];
}

/** The documented stream–stream table, as Kafka Streams executes it: before = after = 15, grace 5. */
export function kafkaDocStreams(): Finding[] {
  const file = "kafka-doc-table-stream-stream";
  const [known] = casesOf<StreamDocCase>(file);
  return (["inner", "left", "outer"] as const).flatMap((kind) => {
    const start = pipeline("documented");
    const delay = { outOfOrderness: millis(0) };
    const stream = (topic: "left" | "right") => start.from(topic, JoinSide).eventTime("at", delay).keyBy("key");
    const driven = drive(
      stream("left")
        .join(stream("right"), { before: millis(15), after: millis(15), lateness: millis(5), kind })
        .select(selected)
        .to("out"),
    );
    const got = known!.steps.map((step) => driven.push(input(step.in)).map(joined));
    const rest = driven
      .finish()
      .map(joined)
      .filter((text) => text !== "null,flush");
    const expected = known!.steps.map((step) => step.executed[kind]);
    const all = (steps: string[][]): string[] => steps.flat().sort();
    return [
      { file, case: known!.name, aspect: `${kind}: the step of each result`, expected, got },
      { file, case: known!.name, aspect: `${kind}: all results`, expected: all(expected), got: all([...got, rest]) },
    ];
  });
}
