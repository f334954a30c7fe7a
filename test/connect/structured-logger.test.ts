import { describe, expect, it } from "vitest";
import { type LogLevel, structuredLogger } from "../../src/connect/index.js";
import { logEvents } from "../../src/worker/index.js";

async function logged(options: { level?: LogLevel; pretty?: boolean }): Promise<string[]> {
  const lines: string[] = [];
  const now = () => Date.UTC(2025, 9, 14, 10, 30, 45, 123);
  const observe = logEvents(
    await structuredLogger({ pretty: false, ...options, now, write: (line) => lines.push(line) }),
  );
  observe({ kind: "started", group: "shop", stages: ["sales"] });
  observe({ kind: "committed", tasks: 1, records: 7 });
  observe({ kind: "sink-missed", sink: "files", topic: "sales", partition: 0, from: 3, to: 9 });
  return lines;
}

describe("a structured log", () => {
  it("is a line of JSON for each event that is not quieter than its level", async () => {
    const levels = async (level?: LogLevel) =>
      (await logged(level === undefined ? {} : { level })).map((line) => JSON.parse(line).level);
    expect(await levels()).toEqual(["info", "warn"]);
    expect(await levels("debug")).toEqual(["info", "debug", "warn"]);
    expect(await levels("error")).toEqual([]);
    expect(JSON.parse((await logged({}))[0]!)).toEqual({
      level: "info",
      time: 1_760_437_845_123,
      event: "started",
      group: "shop",
      stages: ["sales"],
      msg: "the worker has joined its group",
    });
  });

  it("is words for people", async () => {
    expect((await logged({ pretty: true }))[1]).toBe(
      "10:30:45.123 warn  records were deleted before the sink had them sink=files topic=sales partition=0 from=3 to=9",
    );
  });

  it("refuses a level that there is not, with those that there are", async () => {
    await expect(logged({ level: "loud" as LogLevel })).rejects.toThrow('no log level "loud". There are: trace, debug');
  });
});
