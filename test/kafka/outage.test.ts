import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Addresses } from "../../src/kafka/addresses.js";
import { Outage } from "../../src/kafka/outage.js";

const said: string[] = [];
const newOutage = (): Outage => new Outage("b:1", (line) => void said.push(line));

describe("an outage", () => {
  let nowMs = 0;
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  beforeEach(() => {
    said.length = 0;
    nowMs = 0;
    vi.spyOn(performance, "now").mockImplementation(() => nowMs);
  });
  afterEach(() => void vi.restoreAllMocks());

  it("is not worth a word while it is short, is said with its tries when it lasts, and when it is over", () => {
    const outage = newOutage();
    outage.unanswered("send", "refused");
    pass(1_000);
    outage.unanswered("send", "refused");
    expect(said).toEqual([]);
    pass(1_000);
    outage.unanswered("send", "refused");
    outage.unanswered("send", "refused");
    expect(said).toEqual(["no answer for 2 s, trying again (try 3): refused"]);
    pass(10_000);
    outage.unanswered("send", "refused");
    outage.answered("send");
    outage.answered("send");
    expect(said.slice(1)).toEqual([
      "no answer for 12 s, trying again (try 5): refused",
      "b:1 answers again, after 12 s and 5 tries: send",
    ]);
  });

  it("of one broker is said although the others answer", () => {
    const outage = newOutage();
    for (let i = 0; i < 4; i++) {
      outage.unanswered("fetch from broker 2", "refused");
      outage.answered("fetch from broker 1");
      pass(1_000);
    }
    expect(said).toEqual(["no answer for 2 s, trying again (try 3): refused"]);
  });

  it("ends with the call that is given up", () => {
    const outage = newOutage();
    outage.unanswered("send", "refused");
    outage.over("send");
    pass(5_000);
    outage.unanswered("send", "refused");
    expect(said).toEqual([]);
  });
});

describe("the addresses of a cluster", () => {
  it("are those that were given, then those that were met; who has failed comes last", () => {
    const addresses = new Addresses(["a:1"]);
    expect([addresses.inOrder, addresses.several]).toEqual([["a:1"], false]);
    addresses.learn(["b:2", "a:1", "c:3"]);
    expect([addresses.inOrder, addresses.several]).toEqual([["a:1", "b:2", "c:3"], true]);
    addresses.failed("a:1");
    addresses.failed("b:2");
    addresses.failed("unknown:4");
    expect(addresses.inOrder).toEqual(["c:3", "a:1", "b:2"]);
    addresses.failed("a:1");
    expect(addresses.inOrder).toEqual(["c:3", "b:2", "a:1"]);
  });
});
