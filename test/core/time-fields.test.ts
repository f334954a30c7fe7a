import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { explain, instants, millis, pipeline, run } from "../../src/core/index.js";
import { timeOfIso } from "../../src/core/iso-time.js";

const wait = { outOfOrderness: millis(0) };
const Anything = z.object({ at: z.any() });

/** The time that a value is given, or the reason of its dead letter. */
function placed(at: unknown, unit?: "seconds" | "microseconds"): number | string {
  const plan = pipeline("times")
    .from("t", Anything)
    .eventTime("at", unit === undefined ? wait : { ...wait, unit })
    .to("out");
  const { results, dead } = run(plan, [{ at }]);
  return results[0]?.ts ?? dead[0]!.reason;
}

describe("an event time field", () => {
  it.each([
    [0, 0],
    [-1, -1],
    [new Date(5), 5],
    ["2025-10-14T10:00:00Z", Date.UTC(2025, 9, 14, 10)],
    ["2025-10-14T12:00:00+02:00", Date.UTC(2025, 9, 14, 10)],
    ["2025-10-14 12:00:00.123456+0200", Date.UTC(2025, 9, 14, 10, 0, 0, 123)],
    ["2024-02-29T00:00z", Date.UTC(2024, 1, 29)],
    ["1969-12-31T23:59:59.999-00:30", 30 * 60_000 - 1],
    ["0000-01-01T00:00:00Z", Date.UTC(2000, 0, 1) - 2000 * 365.2425 * 86_400_000],
  ])("takes %s", (at, ts) => expect(placed(at)).toBe(ts));

  it.each([
    null,
    true,
    false,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "",
    "1760436000000",
    "2025-10-14",
    "2025-10-14T10:00:00",
    "2025-02-29T00:00:00Z",
    "2025-13-01T00:00:00Z",
    "2025-10-14T24:00:00Z",
    "2025-10-14T10:60:00Z",
    "2025-10-14T10:00:00+25:00",
    "Tue Oct 14 2025 10:00:00 GMT+0200",
    new Date(Number.NaN),
    [],
    {},
    12n,
  ])("makes a dead letter of %s", (at) => expect(placed(at)).toBe("not-a-time"));

  it.each([1, 4, 100, 400, 1582, 1900, 1970, 2000, 2024, 9999])("knows every day of the year %i", (year) => {
    for (let day = 0; day < 366; day++) {
      const date = new Date(0);
      date.setUTCFullYear(year, 0, 1 + day);
      expect(timeOfIso(date.toISOString())).toBe(date.getTime());
    }
  });

  it("counts seconds and microseconds where the plan says so; dates and texts say their unit themselves", () => {
    expect(placed(3, "seconds")).toBe(3_000);
    expect(placed(1_999, "microseconds")).toBe(1);
    expect(placed(-1, "microseconds")).toBe(-1);
    expect(placed("1970-01-01T00:00:01Z", "seconds")).toBe(1_000);
    expect(placed(new Date(7), "microseconds")).toBe(7);
    expect(placed(1.5, "seconds")).toBe("not-a-time");
    expect(placed(1e15, "seconds")).toBe("not-a-time");
  });

  it("has its unit in the plan and in its explanation, and only the known ones", () => {
    const inSeconds = (unit: "seconds") =>
      pipeline("t")
        .from("t", Anything)
        .eventTime("at", { ...wait, unit })
        .to("out");
    expect(explain(inSeconds("seconds"))).toContain("event time at in seconds");
    expect(() => inSeconds("weeks" as "seconds")).toThrow(
      'expected unit seconds, milliseconds or microseconds, got "weeks"',
    );
  });

  it("suspects microseconds where a number is larger than any time", () => {
    const { dead } = run(pipeline("t").from("t", Anything).eventTime("at", wait).to("out"), [{ at: 1.76e18 }]);
    expect(dead[0]!.message).toContain('Try: eventTime(…, { unit: "microseconds" })');
  });
});

describe("instants", () => {
  const Reading = instants(z.object({ at: z.date(), seen: z.date().optional(), n: z.number() }), ["at", "seen"]);
  const plan = pipeline("readings").from("t", Reading).eventTime("at", wait).to("out");

  it("hands fields on as dates, and leaves a field that is not there to its schema", () => {
    const { results } = run(plan, [
      { at: "2025-10-14T10:00:00Z", n: 1 },
      { at: 5, seen: "1970-01-01T00:00:01Z", n: 2 },
    ]);
    expect(results.map(({ row }) => row)).toEqual([
      { at: new Date(Date.UTC(2025, 9, 14, 10)), n: 1 },
      { at: new Date(5), seen: new Date(1_000), n: 2 },
    ]);
  });

  it.each([null, true, "2025-10-14T10:00:00", 1.5])("makes a dead letter of %s, as eventTime does", (at) => {
    const { dead } = run(plan, [{ at, n: 1 }]);
    expect(dead).toMatchObject([{ reason: "not-a-time", message: expect.stringMatching(/^at: expected whole/) }]);
  });

  it("leaves all other faults to the schema", () => {
    const { dead } = run(plan, [{ at: 5, n: "x" }, { n: 1 }]);
    expect(dead.map(({ reason }) => reason)).toEqual(["invalid", "invalid"]);
  });
});

it("gives the same times in every process time zone, which z.coerce.date() does not", () => {
  const built = new URL("../../dist/core/iso-time.js", import.meta.url);
  const script = `import { timeOfIso } from "${built}";
    const text = "2025-10-14T10:00:00";
    console.log(JSON.stringify([timeOfIso(text), timeOfIso(text + "+02:00"), new Date(text).getTime()]));`;
  const seen = ["UTC", "Asia/Tokyo", "America/Sao_Paulo"].map((TZ) =>
    execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      env: { ...process.env, TZ },
      encoding: "utf8",
    }),
  );
  const answers = seen.map((line) => JSON.parse(line) as [number | null, number, number]);
  expect(new Set(answers.map(([without, withZone]) => `${without} ${withZone}`)).size).toBe(1);
  expect(new Set(answers.map(([, , coerced]) => coerced)).size).toBe(3);
});
