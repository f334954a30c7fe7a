/**
 * The learner's process. Loads one exercise into a realm without Node, answers requests (one JSON text a line, fd 3 in,
 * fd 4 out) one after the other, and writes each answer at once: when a call never comes back, the grader knows which one
 * it was.
 */
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { Realm, Refused } from "./realms.js";

function send(text: string): void {
  const bytes = Buffer.from(`${text}\n`);
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(4, bytes, sent);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}

const say = (message: object): void => send(JSON.stringify(message));

/** As much as a report can show, and more. */
const printedLimit = 100_000;

/** The way out of the learner's realm: what it prints, and the implementations that its property tries. */
async function openGate(folder: string): Promise<{ readonly way: unknown; add(source: string): void }> {
  const realm = new Realm(folder);
  const gate = (await realm.load("kit/sandbox/gate.js")) as typeof import("../sandbox/gate.js");
  let printed = 0;
  const print = (text: string): void => {
    if (printed < printedLimit) say({ printed: `${text}\n` });
    printed += text.length;
  };
  return {
    way: gate.gate(
      print,
      (text) => Buffer.from(text, "utf8").toString("latin1"),
      (bytes) => Buffer.from(bytes, "latin1").toString("utf8"),
    ),
    add: (source) => gate.add(realm.evaluate(`"use strict"; (${source})`) as (...args: unknown[]) => unknown),
  };
}

type Inside = typeof import("../sandbox/realm.js");

/** The realm with the learner's exercise in it; `undefined` where it could not be loaded, which is said. */
async function load(folder: string, file: string, way: unknown): Promise<((request: string) => string) | undefined> {
  const realm = new Realm(folder);
  const inside = (await realm.load("kit/sandbox/realm.js")) as Inside;
  inside.open(way as Parameters<Inside["open"]>[0]);
  const told = (thrown: unknown): unknown => JSON.parse(inside.failureText(thrown));
  process.on("unhandledRejection", (reason) => {
    say({ rejected: told(reason) });
    process.exit(1);
  });
  try {
    const module = (await realm.load(file)) as Record<string, unknown>;
    await turn();
    say({ loaded: JSON.parse(inside.kindsOf(module)) });
    return (request) => inside.answerText(module, request);
  } catch (error) {
    if (error instanceof Refused) say({ refused: error.message });
    // An error of this realm, such as that of a text that is no module, stays out of the learner's.
    else if (error instanceof Error)
      say({ unloadable: { threw: { name: error.name, message: error.message, at: null } } });
    else say({ unloadable: told(error) });
    return undefined;
  }
}

function listen(answer: (request: string) => string, add: (source: string) => void): void {
  const lines: string[] = [];
  let rest = "";
  let isAnswering = false;
  const answerAll = async (): Promise<void> => {
    isAnswering = true;
    for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
      if (line.startsWith(implementationMark)) {
        add(JSON.parse(line.slice(implementationMark.length)));
      } else {
        const text = answer(line);
        await turn();
        send(text);
      }
    }
    isAnswering = false;
  };
  const input = new Socket({ fd: 3, readable: true, writable: false });
  input.setEncoding("utf8");
  input.on("data", (chunk: string) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
    if (!isAnswering) void answerAll();
  });
  input.on("end", () => process.exit(0));
}

/** Lets what a call has left behind happen before its answer is told, so that it is told of that call and no other. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A line that begins with this is no request: the text of an implementation follows, as JSON. */
const implementationMark = "+";

async function main(folder: string, file: string): Promise<void> {
  // Nothing is left to do, and loading has not ended: the exercise waits for something that never comes.
  const stuck = (): void => say({ stuck: true });
  process.once("beforeExit", stuck);
  const { way, add } = await openGate(folder);
  const answer = await load(folder, file, way);
  process.off("beforeExit", stuck);
  if (answer === undefined) process.exitCode = 1;
  else listen(answer, add);
}

const [, , folder = "", file = ""] = process.argv;
void main(folder, file);
