/** The rooms that a room may import from. A room that is not here is not built yet: give it its doors first. */
export const doors: { readonly [room: string]: readonly string[] } = {
  core: [],
  log: [],
  seeded: [],
  flink: ["core"],
  charts: ["core"],
  datasets: ["core", "log", "seeded"],
  kafka: ["log"],
  sim: ["log", "seeded"],
  worker: ["core", "log"],
  connect: ["core", "log", "worker"],
  grading: ["charts", "core", "datasets", "log", "seeded", "sim", "worker"],
  cli: ["charts", "connect", "core", "datasets", "flink", "grading", "kafka", "log", "seeded", "sim", "worker"],
};
