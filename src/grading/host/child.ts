/**
 * The learner's process. Loads one exercise, answers requests (one JSON text a line, fd 3 in, fd 4 out) one after the
 * other, and writes each answer at once: when a call never comes back, the grader knows which one it was.
 */
import { Socket as DatagramSocket } from "node:dgram";
import { writeSync } from "node:fs";
import { Server, Socket } from "node:net";
import { answer, type LearnerModule, type Request } from "../sandbox/learner.js";

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

/**
 * Closes what Node's permission model leaves open: signals to other processes, and the network. Whoever finds another
 * way out is outside of what this can hold.
 */
function lock(): void {
  const refuse = (what: string) => (): never => {
    throw new Error(`${what} is not possible while an exercise is graded`);
  };
  const never = (target: object, name: string, what: string): void => {
    Object.defineProperty(target, name, { value: refuse(what), writable: false, configurable: false });
  };
  for (const name of ["kill", "_kill", "_debugProcess"]) never(process, name, "a signal to a process");
  never(Socket.prototype, "connect", "a connection");
  never(Server.prototype, "listen", "a server");
  for (const name of ["bind", "send", "connect"]) never(DatagramSocket.prototype, name, "a datagram");
}

lock();
import(process.argv[2] ?? "").then(listen, (error: unknown) => {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : `${error}`;
  send({ unloadable: message });
  process.exit(1);
});
