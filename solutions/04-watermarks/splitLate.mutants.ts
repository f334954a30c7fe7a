import type { Mutants } from "tidemark/grading";

export default {
  lateAtEqual: {
    says: "Calls an event at the watermark late.",
    dies: "boundary",
    anomaly: "on-time-rejected",
    change: [
      {
        find: "(event.ts < watermark ? late : onTime).push(event);",
        put: "(event.ts <= watermark ? late : onTime).push(event);",
      },
    ],
  },
  ownWatermark: {
    says: "Judges an event by the watermark that it has moved itself.",
    dies: "inOrder",
    anomaly: "on-time-rejected",
    change: [
      { find: "(event.ts < watermark ? late : onTime).push(event);", put: "" },
      {
        find: "watermark = Math.max(watermark, event.ts - delayMs);",
        put: `
          watermark = Math.max(watermark, event.ts - delayMs);
          (event.ts <= watermark ? late : onTime).push(event);
        `,
      },
    ],
  },
  startsAtZero: {
    says: "Takes 0 for the beginning of time.",
    dies: "inOrder",
    anomaly: "on-time-rejected",
    change: [{ find: "let watermark = Number.NEGATIVE_INFINITY;", put: "let watermark = 0;" }],
  },
  batchWatermark: {
    says: "Judges every event by the watermark at the end.",
    dies: "prefix",
    anomaly: "on-time-rejected",
    change: [
      {
        find: `
          const onTime: Event[] = [];
          const late: Event[] = [];
          let watermark = Number.NEGATIVE_INFINITY;
          for (const event of events) {
            (event.ts < watermark ? late : onTime).push(event);
            watermark = Math.max(watermark, event.ts - delayMs);
          }
          return { onTime, late };
        `,
        put: `
          const watermark = Math.max(...events.map(({ ts }) => ts)) - delayMs;
          return { onTime: events.filter(({ ts }) => ts >= watermark), late: events.filter(({ ts }) => ts < watermark) };
        `,
      },
    ],
  },
  previousEvent: {
    says: "Compares with the event just before, not with the largest so far.",
    dies: "boundary",
    anomaly: "late-accepted",
    change: [{ find: "watermark = Math.max(watermark, event.ts - delayMs);", put: "watermark = event.ts - delayMs;" }],
  },
  delayIgnored: {
    says: "Calls every event late that is behind another.",
    dies: "boundary",
    anomaly: "on-time-rejected",
    change: [
      { find: "readonly Event[], delayMs", put: "readonly Event[], _delayMs" },
      {
        find: "watermark = Math.max(watermark, event.ts - delayMs);",
        put: "watermark = Math.max(watermark, event.ts);",
      },
    ],
  },
  dropsLate: {
    says: "Throws late events away.",
    dies: "nothingLost",
    anomaly: "lost",
    file: "mutants/splitLate.dropsLate.ts",
  },
  lateInBoth: {
    says: "Keeps late events among those on time as well.",
    dies: "nothingLost",
    anomaly: "duplicated",
    change: [
      { find: "const onTime: Event[] = [];", put: "" },
      {
        find: "(event.ts < watermark ? late : onTime).push(event);",
        put: "if (event.ts < watermark) late.push(event);",
      },
      { find: "return { onTime, late };", put: "return { onTime: [...events], late };" },
    ],
  },
  newestFirst: {
    says: "Puts the latest of the late events first.",
    dies: "nothingLost",
    anomaly: "reordered",
    change: [
      {
        find: "(event.ts < watermark ? late : onTime).push(event);",
        put: `
          if (event.ts < watermark) late.unshift(event);
          else onTime.push(event);
        `,
      },
    ],
  },
  onlyOnTimeMoves: {
    says: "Lets every event on time move the watermark, also back.",
    dies: "boundary",
    anomaly: "late-accepted",
    file: "mutants/splitLate.onlyOnTimeMoves.ts",
  },
  perKey: {
    says: "Keeps a watermark for each key.",
    dies: "boundary",
    anomaly: "late-accepted",
    change: [
      { find: "let watermark = Number.NEGATIVE_INFINITY;", put: "const watermarks = new Map<string, number>();" },
      {
        find: "for (const event of events) {",
        put: `
          for (const event of events) {
            const watermark = watermarks.get(event.key) ?? Number.NEGATIVE_INFINITY;
        `,
      },
      {
        find: "watermark = Math.max(watermark, event.ts - delayMs);",
        put: "watermarks.set(event.key, Math.max(watermark, event.ts - delayMs));",
      },
    ],
  },
  falsyNewest: {
    says: "Takes a newest time of 0 for none.",
    dies: "everyEvent",
    anomaly: "late-accepted",
    change: [
      { find: "let watermark = Number.NEGATIVE_INFINITY;", put: "let newest: number | undefined;" },
      {
        find: "(event.ts < watermark ? late : onTime).push(event);",
        put: "(newest !== undefined && event.ts < newest - delayMs ? late : onTime).push(event);",
      },
      {
        find: "watermark = Math.max(watermark, event.ts - delayMs);",
        put: "if (!newest || event.ts > newest) newest = event.ts;",
      },
    ],
  },
  changesTime: {
    says: "Hands out a late event with another time: that of the watermark.",
    dies: "nothingLost",
    anomaly: "wrong-value",
    change: [
      {
        find: "(event.ts < watermark ? late : onTime).push(event);",
        put: `
          if (event.ts < watermark) late.push({ ...event, ts: watermark });
          else onTime.push(event);
        `,
      },
    ],
  },
  dropsCopies: {
    says: "Leaves out an event whose id it has seen.",
    dies: "copies",
    anomaly: "lost",
    change: [
      {
        find: "const late: Event[] = [];",
        put: `
          const late: Event[] = [];
          const seen = new Set<string>();
        `,
      },
      {
        find: "for (const event of events) {",
        put: `
          for (const event of events) {
            if (seen.has(event.id)) continue;
            seen.add(event.id);
        `,
      },
    ],
  },
  lateById: {
    says: "Remembers ids that are late: an event that came in time is late with its copy.",
    dies: "copies",
    anomaly: "on-time-rejected",
    file: "mutants/splitLate.lateById.ts",
  },
  sortsInPlace: {
    says: "Sorts the events that it was given by time, to make it easier.",
    dies: "untouched",
    anomaly: "mutated-input",
    file: "mutants/splitLate.sortsInPlace.ts",
  },
  firstFifty: {
    says: "Judges the first fifty events.",
    dies: "many",
    anomaly: "lost",
    change: [{ find: "of events)", put: "of events.slice(0, 50))" }],
  },
  lastThirty: {
    says: "Remembers the times of the last thirty events.",
    dies: "many",
    anomaly: "late-accepted",
    change: [
      {
        find: `
          for (const event of events) {
            (event.ts
        `,
        put: `
          for (const [index, event] of events.entries()) {
            const times = events.slice(Math.max(0, index - 30), index).map(({ ts }) => ts);
            watermark = Math.max(Number.NEGATIVE_INFINITY, ...times) - delayMs;
            (event.ts
        `,
      },
    ],
  },
} satisfies Mutants;
