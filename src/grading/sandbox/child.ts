/**
 * The learner's process. Loads one exercise, answers requests (one JSON text a line, fd 3 in, fd 4 out) one after the
 * other, and writes each answer at once: when a call never comes back, the grader knows which one it was.
 */
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { answer, type LearnerModule, type Request } from "./learner.js";

const { parse, stringify } = JSON;

function send(message: unknown): void {
  const bytes = Buffer.from(`${stringify(message)}\n`);
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(4, bytes, sent);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}

process.on("unhandledRejection", (reason) => {
  send({
    crashed: `a promise was rejected and nobody caught it: ${reason instanceof Error ? reason.message : reason}`,
  });
  process.exit(1);
});
process.on("uncaughtException", (error) => {
  send({
    crashed: `an error was thrown later, outside of any call: ${error instanceof Error ? error.message : error}`,
  });
  process.exit(1);
});

function listen(module: LearnerModule): void {
  const kinds: Record<string, string> = {};
  for (const [name, value] of Object.entries(module)) kinds[name] = typeof value;
  send({ loaded: kinds });
  let rest = "";
  const input = new Socket({ fd: 3, readable: true, writable: false });
  input.setEncoding("utf8");
  input.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) send(answer(module, parse(line) as Request));
  });
  input.on("end", () => process.exit(0));
}

import(process.argv[2] ?? "").then(listen, (error: unknown) => {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : `${error}`;
  send({ unloadable: message });
  process.exit(1);
});
