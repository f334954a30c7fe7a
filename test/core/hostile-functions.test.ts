import { millis, pipeline, run, type Schema, staticTable } from "tidemark";
import { describe, expect, it } from "vitest";
import { z } from "zod";

/** An object that no text can be made of. */
const textless = (): unknown => Object.create(null);

const Row = z.object({ at: z.number() });
const rows = pipeline("hostile")
  .from("events", Row)
  .eventTime("at", { outOfOrderness: millis(0) });
const inputs = [{ at: 1 }, { at: 2 }];
const reasons = (outcome: { readonly dead: readonly { readonly reason: string }[] }) =>
  outcome.dead.map(({ reason }) => reason);

describe("whatever a pipeline's functions and schemas do, nothing throws mid-stream", () => {
  it.each([
    ["an error", new Error("x")],
    ["a symbol", Symbol("x")],
    ["an object without text", textless()],
  ])("a filter that throws %s makes dead letters", (_, thrown) => {
    const filtered = rows
      .filter(() => {
        throw thrown;
      })
      .to("out");
    expect(reasons(run(filtered, inputs))).toEqual(["function-threw", "function-threw"]);
  });

  it("a map that throws or answers with something odd makes dead letters", () => {
    const thrown = rows
      .map((): { n: number } => {
        throw textless();
      })
      .to("out");
    expect(reasons(run(thrown, inputs))).toEqual(["function-threw", "function-threw"]);
    const hostile = Object.assign(() => 1, { toString: () => textless() });
    for (const answer of [hostile, Symbol("x"), null, undefined, 3n]) {
      // What a function without types may answer with.
      const odd = rows.map(() => answer as unknown as { n: number }).to("out");
      expect(reasons(run(odd, inputs))).toEqual(["no-row", "no-row"]);
    }
  });

  it.each<[string, () => unknown]>([
    ["answers with nothing", () => undefined],
    ["answers with null", () => null],
    ["answers with issues that are no list", () => ({ issues: 7 })],
    ["answers with issues of nothing", () => ({ issues: [null] })],
    [
      "throws an object without text",
      () => {
        throw textless();
      },
    ],
    // biome-ignore lint/suspicious/noThenProperty: it is what the case is about
    ["answers with a promise of its own making", () => ({ then: () => {} })],
  ])("a schema that %s makes dead letters", (_, validate) => {
    let probed = false;
    const schema = {
      "~standard": {
        version: 1,
        vendor: "test",
        // good while the plan is built
        validate: (value: unknown) => (probed ? validate() : { value }),
      },
    } as unknown as Schema<{ at: number }>;
    const plan = pipeline("hostile")
      .from("events", schema)
      .eventTime("at", { outOfOrderness: millis(0) })
      .to("out");
    probed = true;
    expect(reasons(run(plan, inputs))).toEqual(["invalid", "invalid"]);
  });

  it("a value that JSON has no form for is looked up like any other", () => {
    const looked = rows
      .map(({ at }) => ({ odd: at === 1 ? 3n : { itself: {} } }))
      .lookup(staticTable("table", "k", [{ k: "x" }]), { on: "odd", as: "found", unmatched: "dead" } as never)
      .to("out");
    expect(run(looked, inputs).dead.map(({ reason, message }) => [reason, message])).toEqual([
      ["unmatched", '"table" has no row for odd = 3'],
      ["unmatched", '"table" has no row for odd = {"itself":{}}'],
    ]);
  });

  it("an event time whose own function throws is a bad time", () => {
    const trusting = {
      "~standard": { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) },
    } as const;
    const plan = pipeline("hostile")
      .from("events", trusting as Schema<{ at: Date }>)
      .eventTime("at", { outOfOrderness: millis(0) })
      .to("out");
    const at = {
      getTime() {
        throw textless();
      },
    };
    expect(reasons(run(plan, [{ at }]))).toEqual(["not-a-time"]);
  });
});
