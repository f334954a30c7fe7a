import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { beamTriggers } from "./conformance/beam.js";
import { bytewaxClockAndSessions } from "./conformance/bytewax.js";
import { conformanceFiles, conformancePath, type Finding, missingFiles } from "./conformance/cases.js";
import { flinkMultiplexer, flinkWindows } from "./conformance/flink.js";
import { kafkaAnomalies } from "./conformance/kafka-anomalies.js";
import { kafkaDocStreams, kafkaDocTables } from "./conformance/kafka-docs.js";
import { kafkaJoins } from "./conformance/kafka-joins.js";
import { kafkaWindows } from "./conformance/kafka-windows.js";
import { sparkStreaming } from "./conformance/spark.js";
import { type Difference, differences } from "./conformance-differences.js";

const readers: Record<(typeof conformanceFiles)[number], () => Finding[]> = {
  "beam-trigger-transcripts": beamTriggers,
  "bytewax-clock-session": bytewaxClockAndSessions,
  "flink-watermark-multiplexer": flinkMultiplexer,
  "flink-window-operator": flinkWindows,
  "kafka-anomalies-executed": kafkaAnomalies,
  "kafka-doc-table-stream-stream": kafkaDocStreams,
  "kafka-doc-tables": kafkaDocTables,
  "kafka-session-and-suppress": () => kafkaWindows("kafka-session-and-suppress"),
  "kafka-sliding-window": () => kafkaWindows("kafka-sliding-window"),
  "kafka-stream-stream-join": () => kafkaJoins("kafka-stream-stream-join"),
  "kafka-stream-table-join": () => kafkaJoins("kafka-stream-table-join"),
  "kafka-table-table-join": () => kafkaJoins("kafka-table-table-join"),
  "spark-structured-streaming": sparkStreaming,
};

const missing = missingFiles();
if (missing.length > 0) {
  console.warn(
    `conformance: skipped, ${missing.length} of ${conformanceFiles.length} files are missing in ${conformancePath}: ${missing.join(", ")}`,
  );
}

const matches = (pattern: string | RegExp, text: string): boolean =>
  typeof pattern === "string" ? pattern === text : pattern.test(text);
const isAbout = (difference: Difference, finding: Finding): boolean =>
  difference.file === finding.file &&
  matches(difference.case, finding.case) &&
  (difference.aspect === undefined || matches(difference.aspect, finding.aspect));

describe.each(conformanceFiles)("%s", (file) => {
  it("agrees with every case, or differs where the table of differences says why", (context) => {
    if (missing.includes(file)) return context.skip(`${file}.json is not in ${conformancePath}`);
    const findings = readers[file]();
    const known = differences.filter((difference) => difference.file === file);
    for (const finding of findings) {
      const difference = known.find((one) => isAbout(one, finding));
      if (difference === undefined) {
        expect(finding.got, `${finding.case} · ${finding.aspect}`).toEqual(finding.expected);
      }
    }
    const idle = known.filter(
      (one) => !findings.some((finding) => isAbout(one, finding) && !isDeepStrictEqual(finding.got, finding.expected)),
    );
    expect(idle, "differences that make no difference").toEqual([]);
    return undefined;
  });
});
