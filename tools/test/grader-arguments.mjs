/**
 * The grader's arguments, including those that npm took for its own: `npm test exercises 04 --watch` reaches this
 * process without `--watch`, but with npm_config_watch=true in its environment.
 *
 * @param {string[]} args what stood after "exercises"
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function graderArguments(args, env) {
  const all = [...args];
  for (const flag of ["watch", "kafka", "json"]) {
    if (env[`npm_config_${flag}`] === "true" && !all.includes(`--${flag}`)) all.push(`--${flag}`);
  }
  const code = env.npm_config_replay;
  if (code === undefined || all.includes("--replay")) return all;
  // npm hands `--replay CODE` over as --replay=true and leaves CODE where it was, among the other words.
  if (code !== "true") return [...all, "--replay", code];
  const last = all.findLastIndex((arg) => !arg.startsWith("--"));
  return last < 0 ? [...all, "--replay"] : [...all.toSpliced(last, 1), "--replay", all[last] ?? ""];
}
