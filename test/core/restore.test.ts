import { count, engine, millis, type Pipeline, pipeline, session, sum, tumbling } from "tidemark";
import type { Snapshot } from "tidemark/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const sales = pipeline("sales")
  .from("sales", z.object({ at: z.number(), till: z.string(), amount: z.number() }))
  .eventTime("at", { outOfOrderness: millis(5) });
const byTill = sales.keyBy("till");
const windows = byTill.window(tumbling(millis(10)));
const total = windows.aggregate({ total: sum("amount") }).to("totals");

/** What a pipeline holds after two sales, as JSON brings it back. */
function saved(by: Pipeline): Snapshot {
  const running = engine(by);
  for (const at of [1, 12]) running.push({ at, till: "a", amount: 3 });
  return JSON.parse(JSON.stringify(running.snapshot()));
}

/** What an engine says to the snapshot of another plan. */
function refusal(by: Pipeline, snapshot: Snapshot): string {
  const running = engine(by);
  const fresh = JSON.stringify(running.snapshot());
  let said = "";
  try {
    running.restore(snapshot);
  } catch (error) {
    said = (error as Error).message;
  }
  expect(JSON.stringify(running.snapshot())).toBe(fresh);
  return said;
}

const tryThis =
  "Try: the plan that wrote it, a fresh start, or load(snapshot.entries) if every step still means the same";

describe("restore", () => {
  it("continues by a plan that was made anew, and is equal", () => {
    const again = windows.aggregate({ total: sum("amount") }).to("totals");
    const running = engine(again);
    running.restore(saved(total));
    expect(running.snapshot()).toEqual(saved(total));
  });

  it("refuses the state of a step that is called the same and has changed", () => {
    const counted = windows.aggregate({ total: count() }).to("totals");
    expect(refusal(counted, saved(total))).toBe(
      `sales: restore: step "window-1" has another "aggregates": expected {"total":{"kind":"count"}}, got {"total":{"field":"amount","kind":"sum"}}. ${tryThis}`,
    );
  });

  it("refuses the state of windows of another kind", () => {
    const sessions = byTill
      .window(session(millis(10)))
      .aggregate({ total: sum("amount") })
      .to("totals");
    expect(refusal(sessions, saved(total))).toBe(
      `sales: restore: step "window-1" has another "window": expected {"gapMs":10,"kind":"session"}, got {"kind":"tumbling","offsetMs":0,"sizeMs":10}. ${tryThis}`,
    );
  });

  it("refuses the state of a plan with fewer steps, or with more", () => {
    const few = sales
      .filter("amount", ">", 0)
      .keyBy("till")
      .window(tumbling(millis(10)));
    const filtered = few.aggregate({ total: sum("amount") }).to("totals");
    expect(refusal(filtered, saved(total))).toContain('expected a step "filter-amount", got none');
    expect(refusal(total, saved(filtered))).toContain('expected no step "filter-amount", got one');
  });

  it("refuses the state of a plan by another name, or with another place for what is late", () => {
    expect(refusal({ ...total, plan: { ...total.plan, name: "sums" } }, saved(total))).toBe(
      `sums: restore: the plan has another "name": expected "sums", got "sales". ${tryThis}`,
    );
    expect(refusal(total.late("late-sales"), saved(total))).toContain(
      'the plan has another "late": expected "late-sales", got null',
    );
  });

  it("leaves to load what its caller answers for", () => {
    const late = engine(total.late("late-sales"));
    late.load(saved(total).entries);
    expect(late.stateSize).toBe(2);
  });
});
