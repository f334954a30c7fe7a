/** The jobs that are measured against a hand-written loop, and the goal for each ratio. */
export const goals = {
  tumbling: { name: "tumbling 10 s, count and sum", goal: 0.5 },
  hopping: { name: "hopping 10 s every 2 s", goal: 0.4 },
  session: { name: "session, gap 0.7 s", goal: 0.4 },
  dedup: { name: "dedup within 60 s", goal: 0.4 },
  streamTable: { name: "stream–table join", goal: 0.4 },
  streamStream: { name: "stream–stream join, ±0.5 s", goal: 0.4 },
};
