/**
 * For a process that runs very much code for some seconds, as one with tests or a notebook does. V8 as Node 20 has it
 * begins to optimize early, on other threads: where the cores are busy, that is up to a third of what such a process
 * costs, and it ends before it has paid. Later versions have an optimizer in between that is quick, and no such flag.
 */
export const optimizeLate = Number.parseInt(process.versions.node, 10) < 22 ? ["--interrupt-budget=1000000"] : [];
