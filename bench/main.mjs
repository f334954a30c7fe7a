// node --expose-gc bench/main.mjs: see `npm run bench -- --help`.
import { runCommand } from "../tools/bootstrap.mjs";
import { benchFlags } from "./flags.mjs";
import { kafkaRatios } from "./kafka.mjs";
import { pollute, ratios } from "./ratios.mjs";
import { simulation } from "./simulation.mjs";
import { passed, snapshots, sweeps } from "./sweeps.mjs";

/** Progress goes to the error output: standard output is for the report alone. */
const progress = (name) => process.stderr.write(`measuring ${name} …\n`);

await runCommand(async () => {
  const asked = benchFlags(process.argv.slice(2));
  if (asked === null) return;
  const report = await measured(asked);
  if (asked.json) console.log(JSON.stringify(report, null, 2));
  else print(report);
});

async function measured({ quick, events, pairs, only, measures }) {
  /** The other measurements use a share of the events, so that a small run is small throughout. */
  const share = (part, most) => Math.min(most, Math.ceil(events * part));
  pollute(quick ? 5_000 : 20_000);
  return {
    node: process.version,
    events,
    ratios: ratios({ events, keys: 1000, pairs, only, progress }),
    sweeps: measures("sweeps") ? sweeps(share(0.3, 300_000), progress) : [],
    passed: measures("sweeps") ? passed(share(0.3, 300_000), progress) : [],
    snapshots: measures("sweeps") ? snapshots() : [],
    simulation: measures("simulation") ? await simulated(share(10, 10_000_000)) : null,
    kafka: measures("kafka") ? await kafkaRatios(share(0.2, 200_000), Math.min(pairs, 5), progress) : null,
  };
}

function simulated(records) {
  progress("the simulated Kafka");
  return simulation(records);
}

function print({ node, events, ratios, sweeps, passed, snapshots, simulation, kafka }) {
  const number = (x, width, digits = 0) => x.toFixed(digits).padStart(width);
  console.log(`The engine beside hand-written loops, ${events} events, Node ${node}.`);
  if (ratios.length > 0) {
    console.log("ns for each event; ratio = the loop's time / the engine's, the median of pairs by turns,");
    console.log("by the wall's clock (cpu: by processor time, which a busy machine disturbs less).\n");
    console.log(
      `${"job".padEnd(32)}${"loop".padStart(8)}${"engine".padStart(8)}${"ratio".padStart(8)}${"cpu".padStart(7)}${"goal".padStart(6)}`,
    );
  }
  for (const { name, loopNs, engineNs, ratio, cpuRatio, goal } of ratios) {
    const verdict = ratio >= goal ? "reached" : "missed";
    console.log(
      `${name.padEnd(32)}${number(loopNs, 8)}${number(engineNs, 8)}${number(ratio, 8, 2)}${number(cpuRatio, 7, 2)}${number(goal, 6, 1)}  ${verdict}`,
    );
  }
  if (sweeps.length > 0) {
    console.log("\nCost of an event as something grows (ns), and beside it that of a plain Map that keeps as much:");
    console.log("growth beyond the logarithm and beyond the Map's would be ours, the rest is the machine's caches\n");
  }
  for (const { name, points, growth, mapGrowth, logGrowth } of sweeps) {
    const verdict = growth <= Math.max(mapGrowth, logGrowth) ? "reached" : "missed";
    const row = (label, cells, end) => `${label.padEnd(34)}${cells.map((cell) => cell.padStart(10)).join("")}  ${end}`;
    console.log(
      row(
        name,
        points.map(({ at }) => at.toLocaleString("en-US")),
        `log ×${logGrowth.toFixed(1)}`,
      ),
    );
    console.log(
      row(
        "  engine",
        points.map(({ ns }) => ns.toFixed(0)),
        `×${growth.toFixed(1)}  ${verdict}`,
      ),
    );
    console.log(
      row(
        "  plain Map",
        points.map(({ mapNs }) => mapNs.toFixed(0)),
        `×${mapGrowth.toFixed(1)}`,
      ),
    );
  }
  if (passed.length > 0) {
    console.log("\nCost of an event as ever more have passed (ns)\n");
    console.log(passed.map(({ at }) => at.toLocaleString("en-US").padStart(12)).join(""));
    console.log(passed.map(({ ns }) => number(ns, 12)).join(""));
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
    console.log(
      "\nReal Kafka, consumed, windowed and produced, beside bare kafkajs by hand (records a second);\nthe ratio is the median of pairs by turns (least–most), after one that does not count\n",
    );
  for (const { guarantee, bare, worker, ratio, from, to, cpuRatio, goal } of kafka ?? []) {
    const verdict = ratio >= goal ? "reached" : "missed";
    console.log(
      `${guarantee.padEnd(32)}kafkajs${number(bare, 9)}  worker${number(worker, 9)}  ratio${number(ratio, 6, 2)} (${from.toFixed(2)}–${to.toFixed(2)}; cpu ${cpuRatio.toFixed(2)})  goal${number(goal, 5, 1)}  ${verdict}`,
    );
  }
}
