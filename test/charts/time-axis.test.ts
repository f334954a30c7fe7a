import { describe, expect, it } from "vitest";
import { timeAxis } from "../../src/charts/time-axis.js";

const at = Date.UTC(2025, 9, 14, 10);

describe("timeAxis", () => {
  it("says minutes and seconds below half an hour, hours and minutes from there on", () => {
    expect(timeAxis("arrival", [at, at + 1_799_999], 6).title).toBe("arrival (min:s)");
    expect(timeAxis("arrival", [at, at + 1_800_000], 6)).toMatchObject({
      title: "arrival (h:min)",
      axis: { format: "%H:%M", tickCount: 6 },
    });
  });

  it("has no title where there is none", () => {
    expect(timeAxis(null, [at, at + 1], 6).title).toBeNull();
  });
});
