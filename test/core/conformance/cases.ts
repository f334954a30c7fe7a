import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Transcribed cases of other engines, beside the repository. They are not part of it, so they may be absent. */
const folder = new URL("../../../../shared/conformance/", import.meta.url);

export const conformanceFiles = [
  "beam-trigger-transcripts",
  "bytewax-clock-session",
  "flink-watermark-multiplexer",
  "flink-window-operator",
  "kafka-anomalies-executed",
  "kafka-doc-table-stream-stream",
  "kafka-doc-tables",
  "kafka-session-and-suppress",
  "kafka-sliding-window",
  "kafka-stream-stream-join",
  "kafka-stream-table-join",
  "kafka-table-table-join",
  "spark-structured-streaming",
] as const;
export type ConformanceFile = (typeof conformanceFiles)[number];

/** Which of the files are missing. */
export const missingFiles = (): ConformanceFile[] =>
  conformanceFiles.filter((file) => !existsSync(new URL(`${file}.json`, folder)));

export const conformancePath = fileURLToPath(folder);

/** The cases of a file. What a case looks like differs from engine to engine: each reader says it in its own types. */
export function casesOf<Case>(file: ConformanceFile): Case[] {
  const content = JSON.parse(readFileSync(new URL(`${file}.json`, folder), "utf8"));
  // One of the files is a single case.
  return content.cases ?? [{ name: content.name, ...content }];
}

/** What one case says about one thing (results, times, order, …), and what we do. */
export interface Finding {
  readonly file: ConformanceFile;
  readonly case: string;
  readonly aspect: string;
  readonly expected: unknown;
  readonly got: unknown;
}
