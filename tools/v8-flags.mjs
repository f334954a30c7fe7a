/**
 * Flags for a process that runs much code for a few seconds, such as one with tests or a notebook. V8 in Node 20 begins
 * to optimize early, on other threads. Where the cores are busy, that is up to a third of the cost of such a process,
 * and it ends before the optimization has paid. Later versions have a quick optimizer in between, and no such flag.
 */
export const optimizeLate = Number.parseInt(process.versions.node, 10) < 22 ? ["--interrupt-budget=1000000"] : [];
