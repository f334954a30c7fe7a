// node --expose-gc bench/main.mjs [--json] [--quick] [--events=N] [--pairs=N] [--only=regexp]
import { kafkaRatios } from "./kafka.mjs";
import { pollute, ratios } from "./ratios.mjs";
import { simulation } from "./simulation.mjs";
import { snapshots, sweeps } from "./sweeps.mjs";

const flags = process.argv.slice(2);
const json = flags.includes("--json");
const quick = flags.includes("--quick");
const option = (name) => flags.find((flag) => flag.startsWith(`--${name}=`))?.slice(`--${name}=`.length);
const only = option("only");
const events = Number(option("events") ?? (quick ? 100_000 : 1_000_000));
const pairs = Number(option("pairs") ?? (quick ? 3 : 7));
const progress = (name) => {
  if (process.stderr.isTTY) process.stderr.write(`measuring ${name} …\n`);
};

pollute(quick ? 5_000 : 20_000);
const report = {
  node: process.version,
  events,
  ratios: ratios({ events, keys: 1000, pairs, only: new RegExp(only ?? ""), progress }),
  sweeps: only === undefined ? sweeps(quick ? 50_000 : 300_000, progress) : [],
  snapshots: only === undefined ? snapshots() : [],
  simulation: only === undefined ? await simulation(quick ? 100_000 : 10_000_000) : null,
  kafka:
    only === undefined || only === "kafka"
      ? await kafkaRatios(quick ? 50_000 : 200_000, quick ? 1 : 3, progress)
      : null,
};
if (json) console.log(JSON.stringify(report, null, 2));
else print(report);

function print({ ratios, sweeps, snapshots, simulation, kafka }) {
  const number = (x, width, digits = 0) => x.toFixed(digits).padStart(width);
  console.log(`The engine beside hand-written loops, ${events} events, Node ${process.version}.`);
  console.log("ns for each event; ratio = the loop's time / the engine's, the median of pairs by turns,");
  console.log("by the wall's clock (cpu: by processor time, which a busy machine disturbs less).\n");
  console.log(
    `${"job".padEnd(32)}${"loop".padStart(8)}${"engine".padStart(8)}${"ratio".padStart(8)}${"cpu".padStart(7)}${"goal".padStart(6)}`,
  );
  for (const { name, loopNs, engineNs, ratio, cpuRatio, goal } of ratios) {
    const verdict = ratio >= goal ? "reached" : "missed";
    console.log(
      `${name.padEnd(32)}${number(loopNs, 8)}${number(engineNs, 8)}${number(ratio, 8, 2)}${number(cpuRatio, 7, 2)}${number(goal, 6, 1)}  ${verdict}`,
    );
  }
  if (sweeps.length > 0) console.log("\nCost of an event as something grows (ns)\n");
  for (const { name, points } of sweeps) {
    const growth = points.at(-1).ns / points[0].ns;
    console.log(`${name.padEnd(32)}${points.map(({ at }) => at.toLocaleString("en-US").padStart(10)).join("")}`);
    console.log(`${"".padEnd(32)}${points.map(({ ns }) => number(ns, 10)).join("")}  ×${growth.toFixed(1)}`);
  }
  if (snapshots.length > 0) console.log("\nA snapshot follows the open state\n");
  for (const { entries, bytes, bytesPerEntry } of snapshots) {
    console.log(
      `${number(entries, 10)} entries${number(bytes, 12)} bytes${number(bytesPerEntry, 8, 1)} bytes an entry`,
    );
  }
  if (simulation !== null) {
    const { records, perSecond, perCpuSecond, simulatedHours, heapMb } = simulation;
    console.log("\nThe simulated Kafka, produced, polled and committed\n");
    console.log(`${number(records, 10)} records, ${number(simulatedHours, 1, 1)} simulated hours`);
    console.log(`${number(perSecond, 10)} records a second, ${number(perCpuSecond, 1)} a second of processor time`);
    console.log(`heap in MB after each tenth: ${heapMb.map((mb) => number(mb, 1)).join(" ")}`);
  }
  if (kafka !== null)
    console.log("\nReal Kafka, consumed, windowed and produced, beside bare kafkajs by hand (records a second)\n");
  for (const { guarantee, bare, worker, ratio, goal } of kafka ?? []) {
    const verdict = ratio >= goal ? "reached" : "missed";
    console.log(
      `${guarantee.padEnd(32)}kafkajs${number(bare, 9)}  worker${number(worker, 9)}  ratio${number(ratio, 6, 2)}  goal${number(goal, 5, 1)}  ${verdict}`,
    );
  }
}
