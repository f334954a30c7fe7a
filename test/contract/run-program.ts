import { type Consumer, LogError, type LogRecord, type TransactionalProducer } from "../../src/log/index.js";
import { earliest } from "./consuming.js";
import type { Program, Step } from "./programs.js";
import { readAll, record, type Subject, settle, show } from "./subject.js";

/** As many as there may be members, so that each one who joins or leaves changes who has what. */
const PARTITIONS = 3;

/** Runs a program on a log and says what was seen: lines that every log must give alike, whatever its timing. */
export async function runProgram(subject: Subject, program: Program): Promise<readonly string[]> {
  const run = new Run(subject);
  await run.start();
  for (const step of program) await run.step(step);
  await run.end();
  return run.seen;
}

class Run {
  readonly seen: string[] = [];
  readonly #subject: Subject;
  readonly #topics: { readonly t: string; readonly c: string };
  readonly #groups: { readonly g: string; readonly h: string };
  readonly #ids: { readonly x: string; readonly y: string };
  readonly #members: Consumer[] = [];

  constructor(subject: Subject) {
    this.#subject = subject;
    const { unique } = subject;
    this.#topics = { t: unique("t"), c: unique("c") };
    this.#groups = { g: unique("g"), h: unique("h") };
    this.#ids = { x: unique("x"), y: unique("y") };
  }

  async start(): Promise<void> {
    const { log, compactable } = this.#subject;
    await log.createTopics([
      { name: this.#topics.t, partitions: PARTITIONS },
      { name: this.#topics.c, partitions: PARTITIONS, config: compactable },
    ]);
    await this.#join();
  }

  async step(step: Step): Promise<void> {
    switch (step.do) {
      case "produce": {
        const producer = await this.#subject.log.producer();
        const receipts = await producer.send(step.records.map((one) => record(this.#topics[step.topic], one)));
        this.#say(`produced ${step.topic} ${receipts.map((one) => `${one.partition}@${one.offset}`).join(" ")}`);
        return;
      }
      case "transact":
        return this.#transact(step);
      case "fence":
        await this.#fence(step.id);
        return this.#sayEnds();
      case "poll":
        return this.#poll();
      case "commit":
        return this.#commit();
      case "join":
      case "leave":
        await this.#commit();
        if (step.do === "join" && this.#members.length < 3) await this.#join();
        else if (step.do === "leave" && this.#members.length > 1) await this.#leave();
        return this.#poll();
      case "restart":
        while (this.#members.length > 0) await this.#members.pop()!.close();
        await this.#join();
        return this.#poll();
      case "rewind":
        for (const member of this.#members)
          for (const partition of member.assignment) member.seek({ ...partition, offset: 0 });
        return this.#poll();
    }
  }

  async end(): Promise<void> {
    for (const id of ["x", "y"] as const) await this.#fence(id);
    await this.#poll();
    await this.#sayEnds();
    const { log } = this.#subject;
    const ends = (await log.offsets(this.#topics.c, "read_uncommitted")).map((range) => range.end);
    await this.#subject.compact(this.#topics.c);
    const left = await readAll(log, this.#topics.c, "read_committed");
    this.#sayRecords(
      "compacted",
      left.filter((one) => one.offset < ends[one.partition]!),
    );
    for (const member of this.#members) await member.close();
  }

  async #transact(step: Step & { readonly do: "transact" }): Promise<void> {
    const producer = await this.#fence(step.id);
    const transaction = await producer.begin();
    const receipts = await transaction.send(step.records.map((one) => record(this.#topics[step.topic], one)));
    this.#say(
      `${step.id} ${step.end} ${step.topic} ${receipts.map((one) => `${one.partition}@${one.offset}`).join(" ")}`,
    );
    if (step.offset !== null)
      await transaction.sendOffsets(this.#groups.h, [{ topic: this.#topics.t, partition: 0, offset: step.offset }]);
    if (step.end !== "leave") {
      await transaction[step.end]();
      // A successor exists only once the marks of the transaction are written.
      await this.#fence(step.id);
    }
    await this.#sayEnds();
    this.#say(`h ${(await this.#subject.log.committed(this.#groups.h, this.#topics.t)).join(" ")}`);
  }

  async #fence(id: "x" | "y"): Promise<TransactionalProducer> {
    return this.#subject.log.transactionalProducer(this.#ids[id]);
  }

  /** Polls until every member's position is at the end of what can be read. */
  async #poll(): Promise<void> {
    const { log, patienceMs } = this.#subject;
    const ends = await log.offsets(this.#topics.t, "read_committed");
    const records: LogRecord[] = [];
    const behind = (): boolean =>
      this.#members.some((member) => member.assignment.some((one) => member.position(one) < ends[one.partition]!.end));
    const until = log.clock.now() + patienceMs;
    while (behind()) {
      if (log.clock.now() > until) throw new Error(`polled for ${patienceMs} ms without reaching the end`);
      for (const polled of await Promise.all(this.#members.map((member) => member.poll(20))))
        records.push(...polled.records);
    }
    this.#sayRecords("polled", records);
  }

  /** After a poll: until then a log may or may not have looked ahead over what nobody can read. */
  async #commit(): Promise<void> {
    await this.#poll();
    for (const member of this.#members)
      await member.commit(member.assignment.map((one) => ({ ...one, offset: member.position(one) })));
    this.#say(`g ${(await this.#subject.log.committed(this.#groups.g, this.#topics.t)).join(" ")}`);
  }

  async #join(): Promise<void> {
    this.#members.push(
      await this.#subject.log.consumer({ ...earliest, group: this.#groups.g, topics: [this.#topics.t] }),
    );
    await this.#settle();
  }

  async #leave(): Promise<void> {
    await this.#members.shift()!.close();
    await this.#settle();
  }

  async #settle(): Promise<void> {
    const count = this.#members.length;
    const sizes = this.#members.map((_, i) => Math.floor(PARTITIONS / count) + (i < PARTITIONS % count ? 1 : 0));
    await settle(this.#subject, this.#members, sizes);
    this.#say(`members ${count}`);
  }

  async #sayEnds(): Promise<void> {
    for (const name of ["t", "c"] as const)
      for (const isolation of ["read_committed", "read_uncommitted"] as const) {
        const ends = (await this.#subject.log.offsets(this.#topics[name], isolation)).map((range) => range.end);
        this.#say(`ends ${name} ${isolation} ${ends.join(" ")}`);
      }
  }

  #sayRecords(what: string, records: readonly LogRecord[]): void {
    const lines = records.map((one) => `${what} ${one.partition}@${one.offset} ${show(one)}`);
    const order = (line: string): number => {
      const [partition, offset] = line.split(" ")[1]!.split("@").map(Number) as [number, number];
      return partition * 1e6 + offset;
    };
    for (const line of lines.sort((a, b) => order(a) - order(b))) this.#say(line);
  }

  #say(line: string): void {
    this.seen.push(line);
  }
}

/** What a program gave on a log, an error included: two logs must agree on it. */
export async function observe(make: () => Promise<Subject>, program: Program): Promise<readonly string[]> {
  const subject = await make();
  try {
    return await runProgram(subject, program);
  } catch (error) {
    if (error instanceof LogError) return [`LogError ${error.code}`];
    throw error;
  } finally {
    await subject.log.close();
    await subject.close();
  }
}
