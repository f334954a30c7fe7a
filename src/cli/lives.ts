import type { DemoContext, DemoLife } from "../demos/index.js";
import { type Log, mortal } from "../log/index.js";
import { SimulatedDisk, SimulatedLog } from "../sim/index.js";
import { type Files, nodeFiles } from "../worker/index.js";

/** The simulated disk's draws: what a power cut leaves of it. */
const DISK_SEED = 1;

type Lives = Pick<DemoContext, "crashing" | "life" | "simulated">;

/**
 * How the programs of a demo live and crash on a log: as processes of the simulation, whose disk loses its power with
 * them; on real Kafka as this process, killed where it may be, or else cut off from the brokers.
 *
 * @param kill ends this very process, where the program that is to crash is all that it does
 */
export function livesOn(log: Log, kill: (() => void) | undefined): Lives {
  if (log instanceof SimulatedLog) return simulatedLives(log);
  if (kill !== undefined) return killedLives(log, kill);
  return {
    simulated: false,
    crashing: "cut off from the brokers: no commit, no goodbye",
    life: () => ({ ...mortal(log), files: unlocked }),
  };
}

/** The disk of lives that share this process. A lock could not tell a dead life from its successor. */
const unlocked: Files = { ...nodeFiles };
delete unlocked.lock;

function simulatedLives(log: SimulatedLog): Lives {
  const disk = new SimulatedDisk(DISK_SEED);
  return {
    simulated: true,
    crashing: "the simulated process ends, its disk loses power",
    life(name): DemoLife {
      const { log: own, process } = log.process(name);
      return { log: own, files: disk.files(process), crash: () => process.kill(), ended: process.ended() };
    },
  };
}

const killedLives = (log: Log, kill: () => void): Lives => ({
  simulated: false,
  crashing: "this process is killed (SIGKILL)",
  life: () => ({ log, files: nodeFiles, crash: kill, ended: new Promise(() => {}) }),
});
