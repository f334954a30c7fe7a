import type { Mutants } from "tidemark/grading";

export default {
  aggregateLost: {
    says: "Forgets what one of two bridged sessions has counted.",
    dies: "nothingLost",
    anomaly: "lost",
    file: "mutants/mergeSessions.aggregateLost.ts",
  },
  eventOverwrites: {
    says: "Begins to count anew with each event.",
    dies: "nothingLost",
    anomaly: "lost",
    file: "mutants/mergeSessions.eventOverwrites.ts",
  },
  forgetsOthers: {
    says: "Gives back only the session that the event is in.",
    dies: "nothingLost",
    anomaly: "lost",
    change: [
      {
        find: `
          const others = sessions.filter((session) => !isNear(session));
          return [...others, joined].sort((left, right) => left.first - right.first);
        `,
        put: "return [joined];",
      },
    ],
  },
  bridgeCountsTwice: {
    says: "Counts an event once for each session that it joins.",
    dies: "nothingLost",
    anomaly: "duplicated",
    file: "mutants/mergeSessions.bridgeCountsTwice.ts",
  },
  lessThan: {
    says: "Keeps an event that is exactly the gap away apart, as Beam does.",
    dies: "atGap",
    anomaly: "wrong-window",
    change: [{ find: "first - gapMs <= ts && ts <= last + gapMs", put: "first - gapMs < ts && ts < last + gapMs" }],
  },
  fromTheStart: {
    says: "Measures the distance from a session's first event, so that a long session does not go on.",
    dies: "atGap",
    anomaly: "wrong-window",
    change: [
      {
        find: "({ first, last }: Session): boolean => first - gapMs <= ts && ts <= last + gapMs",
        put: "({ first }: Session): boolean => Math.abs(ts - first) <= gapMs",
      },
    ],
  },
  newestOnly: {
    says: "Looks at the newest session only, as if no event ever came out of order.",
    dies: "atGap",
    anomaly: "wrong-window",
    file: "mutants/mergeSessions.newestOnly.ts",
  },
  gapPlusOne: {
    says: "Lets a session reach one millisecond too far.",
    dies: "beyondGap",
    anomaly: "wrong-window",
    change: [
      { find: "first - gapMs <= ts && ts <= last + gapMs", put: "first - gapMs - 1 <= ts && ts <= last + gapMs + 1" },
    ],
  },
  firstMatchOnly: {
    says: "Joins the first session within reach and leaves the second one as it is.",
    dies: "bridge",
    anomaly: "wrong-window",
    file: "mutants/mergeSessions.firstMatchOnly.ts",
  },
  appends: {
    says: "Puts the session that has changed at the end of the list.",
    dies: "ascending",
    anomaly: "reordered",
    change: [
      {
        find: `
          const others = sessions.filter((session) => !isNear(session));
          return [...others, joined].sort((left, right) => left.first - right.first);
        `,
        put: "return [...sessions.filter((session) => !isNear(session)), joined];",
      },
    ],
  },
  overlapUnmerged: {
    says: "Joins an event only at the ends of a session, never between them.",
    dies: "inside",
    anomaly: "wrong-window",
    change: [
      {
        find: "first - gapMs <= ts && ts <= last + gapMs",
        put: "Math.abs(ts - first) <= gapMs || Math.abs(ts - last) <= gapMs",
      },
    ],
  },
  leftNotExtended: {
    says: "Leaves the beginning of a session where it was when an older event joins.",
    dies: "bounds",
    anomaly: "wrong-window",
    file: "mutants/mergeSessions.leftNotExtended.ts",
  },
  lastIsEvent: {
    says: "Takes the newest arrival for the end of the session, also when it is older.",
    dies: "bounds",
    anomaly: "wrong-window",
    file: "mutants/mergeSessions.lastIsEvent.ts",
  },
  valueForgotten: {
    says: "Counts the event and forgets its value.",
    dies: "sums",
    anomaly: "wrong-value",
    file: "mutants/mergeSessions.valueForgotten.ts",
  },
  mutates: {
    says: "Writes into the sessions that it was given.",
    dies: "untouched",
    anomaly: "mutated-input",
    file: "mutants/mergeSessions.mutates.ts",
  },
  lastThirty: {
    says: "Keeps the last thirty sessions.",
    dies: "many",
    anomaly: "lost",
    change: [
      {
        find: ".sort((left, right) => left.first - right.first)",
        put: ".sort((left, right) => left.first - right.first).slice(-30)",
      },
    ],
  },
  thirtyTwoBits: {
    says: "Keeps 32 bits of a time.",
    dies: "many",
    anomaly: "wrong-window",
    change: [
      {
        find: "{ first: ts, last: ts, count: 1, sum: value }",
        put: "{ first: ts | 0, last: ts | 0, count: 1, sum: value }",
      },
    ],
  },
} satisfies Mutants;
