import type { Plan } from "../plan.js";

/** Kafka's rule for topic names, which group names, changelogs and internal topics are made of too. */
const nameProblem = (what: string, name: string): string[] =>
  /^[a-zA-Z0-9._-]{1,249}$/.test(name) && name !== "." && name !== ".."
    ? []
    : [
        `${what} ${JSON.stringify(name)}: expected 1 to 249 letters, digits, ".", "_" or "-". Try: ${JSON.stringify(name.replace(/[^a-zA-Z0-9._-]+/g, "-").slice(0, 249) || "readings")}`,
      ];

/** Names of the plan and its topics: legal, each topic read once and written by one output, none fed back. */
export function topicProblems(plan: Plan): string[] {
  const problems = nameProblem("the plan's name", plan.name);
  const read = new Map<string, string>();
  const written = new Map<string, string>();
  for (const node of plan.nodes) {
    if (node.op !== "stream" && node.op !== "table" && node.op !== "sink") continue;
    problems.push(...nameProblem(`step "${node.id}": the topic`, node.topic));
    const same = node.op === "sink" ? written : read;
    const other = same.get(node.topic);
    if (other !== undefined) {
      problems.push(
        node.op === "sink"
          ? `step "${node.id}": two outputs go to topic "${node.topic}" ("${other}" is the other). Try: another topic for one of them`
          : `step "${node.id}": topic "${node.topic}" is read twice, and differently ("${other}" is the other). Try: declare the source once and branch off it`,
      );
    }
    same.set(node.topic, node.id);
  }
  const back = (topic: string, where: string): void => {
    const source = read.get(topic);
    if (source !== undefined) {
      problems.push(
        `${where}: topic "${topic}" is also read by "${source}", so the plan would feed itself. Try: another topic`,
      );
    }
  };
  for (const [topic, id] of written) back(topic, `step "${id}"`);
  for (const which of ["late", "dead"] as const) {
    const topic = plan[which];
    if (topic === null) continue;
    problems.push(...nameProblem(`${which}: the topic`, topic));
    back(topic, which);
    const output = written.get(topic);
    if (output !== undefined) {
      problems.push(
        `${which}: topic "${topic}" is an output too ("${output}"). Try: a topic of its own for ${which} records`,
      );
    }
  }
  return problems;
}
