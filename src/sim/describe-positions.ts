import type { Position } from "../log/port.js";

/** Positions as text for a story: "in[0]@5 in[1]@7". */
export const describePositions = (positions: readonly Position[]): string =>
  positions.map(({ topic, partition, offset }) => `${topic}[${partition}]@${offset}`).join(" ");
