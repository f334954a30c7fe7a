import { describe, expect, it } from "vitest";
import { produceInteractively } from "../../src/cli/commands/produce-interactively.js";
import { inTopic, saldoSettings } from "../../src/cli/commands/saldo-settings.js";
import { saldo } from "../../src/datasets/index.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { simulatedTerminal } from "./support.js";

/** Somebody who types these lines. */
async function typing(lines: readonly string[], options: { readonly json?: boolean } = {}) {
  const log = simulatedKafka({ seed: 1, startMs: Date.UTC(2025, 9, 14, 10, 30, 45) });
  const [out, notes, questions]: string[][] = [[], [], []];
  const left = [...lines];
  await produceInteractively(
    { out: (line) => out!.push(line), note: (line) => notes!.push(line), signal: new AbortController().signal },
    log,
    async (question) => {
      questions!.push(question);
      return left.shift() ?? null;
    },
    { topic: "contas", ...options },
  );
  return { out, notes, questions, log };
}

describe("produce saldo --interactive", () => {
  it("asks for customer and balance, and shows partition and offset as the receipt", async () => {
    const { out, notes, questions } = await typing(["1", "150", "1", "149,50", "1", "-", ""]);
    expect(questions!.slice(0, 2)).toEqual(["cliente_id: ", "saldo (- deletes the account): "]);
    expect(out).toEqual([
      'contas, partition 0, offset 0: {"cliente_id":"1","saldo":150.0,"timestamp":"2025-10-14T10:30:45"}',
      'contas, partition 0, offset 1: {"cliente_id":"1","saldo":149.5,"timestamp":"2025-10-14T10:30:45"}',
      "contas, partition 0, offset 2: 1 is deleted (a tombstone)",
    ]);
    expect(notes).toEqual(["sent 3 records to contas"]);
  });

  it("asks again for what is no amount, and ends with the input", async () => {
    const { out, notes } = await typing(["1", "much", "1e3", "12.5.1", "7", "2"], { json: true });
    expect(out!.map((line) => JSON.parse(line))).toEqual([
      {
        topic: "contas",
        partition: 0,
        offset: 0,
        key: "1",
        value: '{"cliente_id":"1","saldo":7.0,"timestamp":"2025-10-14T10:30:45"}',
      },
    ]);
    expect(notes).toEqual([
      '"much" is no amount. Try: 150.0',
      '"1e3" is no amount. Try: 150.0',
      '"12.5.1" is no amount. Try: 150.0',
      "sent 1 record to contas",
    ]);
  });

  it("makes the topic compacted", async () => {
    const { log } = await typing([]);
    expect((await log.describeTopic("contas"))?.config["cleanup.policy"]).toBe("compact");
  });

  it("is for balances only", async () => {
    const { code, notes } = await simulatedTerminal().run("produce orders --interactive");
    expect(code).toBe(2);
    expect(notes[0]).toContain("produce saldo --interactive");
  });
});

describe("the balances' topic and group", () => {
  it("are the environment's, else the course's names", () => {
    expect(saldoSettings({})).toEqual({ topic: "contas", group: "consulta-saldo" });
    expect(saldoSettings({ TOPIC: "", GROUP: "" })).toEqual({ topic: "contas", group: "consulta-saldo" });
    expect(saldoSettings({ TOPIC: "accounts", GROUP: "mine" })).toEqual({ topic: "accounts", group: "mine" });
  });

  it("are where the automatic producer writes to", () => {
    const { topics, generate } = inTopic(saldo, "accounts");
    expect(topics).toEqual([{ name: "accounts", partitions: 3, config: { "cleanup.policy": "compact" } }]);
    expect(new Set(generate().map(({ topic }) => topic))).toEqual(new Set(["accounts"]));
  });
});
