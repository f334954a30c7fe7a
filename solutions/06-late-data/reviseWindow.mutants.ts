import type { Mutants } from "tidemark/grading";

export default {
  truncates: {
    says: "Rounds toward zero, which is upward for negative times.",
    dies: "rightWindow",
    anomaly: "wrong-window",
    change: [
      {
        find: "const start = Math.floor(event.ts / sizeMs) * sizeMs;",
        put: "const start = Math.trunc(event.ts / sizeMs) * sizeMs;",
      },
    ],
  },
  acceptsAfterClose: {
    says: "Counts every event, however late.",
    dies: "lateAccepted",
    anomaly: "late-accepted",
    change: [{ find: "if (end + latenessMs <= watermark.before) {", put: "if (sizeMs < 0) {" }],
  },
  lateAtEqual: {
    says: "Accepts an event of a window that is gone since just now.",
    dies: "lateAccepted",
    anomaly: "late-accepted",
    change: [
      { find: "if (end + latenessMs <= watermark.before) {", put: "if (end + latenessMs < watermark.before) {" },
    ],
  },
  countsLate: {
    says: "Puts a late event out as late, and counts it as well.",
    dies: "lateAccepted",
    anomaly: "late-accepted",
    change: [
      {
        find: `
          if (end + latenessMs <= watermark.before) {
            out.push({ late: event });
          } else {
        `,
        put: "if (end + latenessMs <= watermark.before) out.push({ late: event });",
      },
      {
        find: `
            held = [...held.filter((window) => window.start !== start), counted].sort((a, b) => a.start - b.start);
          }
        `,
        put: "held = [...held.filter((window) => window.start !== start), counted].sort((a, b) => a.start - b.start);",
      },
    ],
  },
  dropsSilently: {
    says: "Leaves out events that come too late, and says nothing.",
    dies: "lateTold",
    anomaly: "lost",
    change: [{ find: "out.push({ late: event });", put: "" }],
  },
  ignoresLateness: {
    says: "Takes an event of a closed window for late, however long the window is kept.",
    dies: "onTime",
    anomaly: "on-time-rejected",
    change: [{ find: "if (end + latenessMs <= watermark.before) {", put: "if (end <= watermark.before) {" }],
  },
  judgesByAfter: {
    says: "Judges the event by the watermark after it.",
    dies: "onTime",
    anomaly: "on-time-rejected",
    change: [
      { find: "if (end + latenessMs <= watermark.before) {", put: "if (end + latenessMs <= watermark.after) {" },
    ],
  },
  judgesTheEvent: {
    says: "Compares the watermark with the time of the event, not with the end of its window.",
    dies: "onTime",
    anomaly: "on-time-rejected",
    change: [
      { find: "if (end + latenessMs <= watermark.before) {", put: "if (event.ts + latenessMs < watermark.before) {" },
    ],
  },
  emitsEach: {
    says: "Gives out the count at each event, without waiting for the window to close.",
    dies: "silence",
    anomaly: "closed-early",
    change: [
      {
        find: "if (isClosed) out.push(counted);",
        put: "out.push({ ...counted, revision: Math.max(counted.revision, 0) });",
      },
    ],
  },
  closesAtStart: {
    says: "Closes a window when the watermark reaches its start.",
    dies: "silence",
    anomaly: "closed-early",
    change: [
      {
        find: "window.start + sizeMs <= watermark.after",
        put: "window.start <= watermark.after && watermark.after > watermark.before",
      },
    ],
  },
  closesFirst: {
    says: "Moves the watermark first, and then counts the event.",
    dies: "silence",
    anomaly: "closed-early",
    change: [
      {
        find: "let held = [...state];",
        put: `
          let held = [...state];
          held = held.map((window) => {
            const closes = window.revision < 0 && window.start + sizeMs <= watermark.after;
            if (!closes) return window;
            out.push({ ...window, revision: 0 });
            return { ...window, revision: 0 };
          });
        `,
      },
      { find: "const isClosed = end <= watermark.before;", put: "const isClosed = end <= watermark.after;" },
      {
        find: `
          held = held.map((window) => {
            const closes = window.revision < 0 && window.start + sizeMs <= watermark.after;
            if (!closes) return window;
            out.push({ ...window, revision: 0 });
            return { ...window, revision: 0 };
          });
        `,
        put: "",
      },
    ],
  },
  closesLate: {
    says: "Waits for the watermark to pass the end of a window.",
    dies: "closes",
    anomaly: "never-closed",
    change: [
      {
        find: "const closes = window.revision < 0 && window.start + sizeMs <= watermark.after;",
        put: "const closes = window.revision < 0 && window.start + sizeMs < watermark.after;",
      },
    ],
  },
  ownWindowOnly: {
    says: "Looks only at the window of the event when the watermark moves.",
    dies: "closes",
    anomaly: "never-closed",
    change: [{ find: "window.revision < 0", put: "window.start === start && window.revision < 0" }],
  },
  neverFilledWaits: {
    says: "Lets the first event of a closed window wait for a close that will not come.",
    dies: "corrected",
    anomaly: "lost",
    change: [
      { find: "if (isClosed) out.push(counted);", put: "if (isClosed && counted.revision > 0) out.push(counted);" },
    ],
  },
  replaces: {
    says: "Lets a late event replace what was counted before.",
    dies: "counts",
    anomaly: "lost",
    change: [{ find: "count: known.count + 1", put: "count: isClosed ? 1 : known.count + 1" }],
  },
  freesAtClose: {
    says: "Forgets a window when it closes.",
    dies: "counts",
    anomaly: "lost",
    change: [
      { find: "window.start + sizeMs + latenessMs > watermark.after", put: "window.start + sizeMs > watermark.after" },
    ],
  },
  secondFinal: {
    says: "Lets a corrected count come out with revision 0 again.",
    dies: "revisionsOnce",
    anomaly: "duplicated",
    change: [{ find: "known.revision + (isClosed ? 1 : 0)", put: "isClosed ? 0 : known.revision" }],
  },
  startsAtOne: {
    says: "Calls the first result of a window revision 1.",
    dies: "revisions",
    anomaly: "wrong-value",
    change: [
      {
        find: "const counted = { start, count: known.count + 1, revision: known.revision + (isClosed ? 1 : 0) };",
        put: `
          const counted = {
            start,
            count: known.count + 1,
            revision: isClosed ? Math.max(known.revision, 0) + 1 : known.revision,
          };
        `,
      },
      { find: "out.push({ ...window, revision: 0 });", put: "out.push({ ...window, revision: 1 });" },
      { find: "return { ...window, revision: 0 };", put: "return { ...window, revision: 1 };" },
    ],
  },
  newestFirst: {
    says: "Lets the newest window come out first when several close at once.",
    dies: "order",
    anomaly: "reordered",
    change: [{ find: "(a, b) => a.start - b.start", put: "(a, b) => b.start - a.start" }],
  },
  mapInState: {
    says: "Keeps a Map, which JSON makes an empty object of.",
    dies: "restart",
    anomaly: "half-applied",
    file: "mutants/reviseWindow.mapInState.ts",
  },
  neverFrees: {
    says: "Keeps every window for ever.",
    dies: "bounded",
    anomaly: "unbounded-state",
    change: [{ find: "held.filter((window) => window.start + sizeMs + latenessMs > watermark.after)", put: "held" }],
  },
  keepsLateIds: {
    says: "Remembers the id of every late event.",
    dies: "bounded",
    anomaly: "unbounded-state",
    change: [
      {
        find: "interface Held {",
        put: `
          interface Held {
            readonly late?: string;
        `,
      },
      {
        find: "out.push({ late: event });",
        put: `
          out.push({ late: event });
          held.push({ start: Number.MAX_SAFE_INTEGER, count: 0, revision: 0, late: event.id });
        `,
      },
    ],
  },
  mutates: {
    says: "Writes into the state that it was given.",
    dies: "untouched",
    anomaly: "mutated-input",
    file: "mutants/reviseWindow.mutates.ts",
  },
  reciprocal: {
    says: "Multiplies by one over the size, which is rounded.",
    dies: "many",
    anomaly: "wrong-window",
    change: [{ find: "Math.floor(event.ts / sizeMs)", put: "Math.floor(event.ts * (1 / sizeMs))" }],
  },
  lastTwenty: {
    says: "Keeps the last twenty windows.",
    dies: "many",
    anomaly: "lost",
    change: [
      {
        find: "held.filter((window) => window.start + sizeMs + latenessMs > watermark.after)",
        put: "held.filter((window) => window.start + sizeMs + latenessMs > watermark.after).slice(-20)",
      },
    ],
  },
  oncePerId: {
    says: "Takes an event for the last one of its id.",
    dies: "everyCall",
    anomaly: "lost",
    change: [
      {
        find: "interface Held {",
        put: `
          interface Held {
            readonly last?: string;
        `,
      },
      {
        find: "const counted = { start, count: known.count + 1,",
        put: `
          const isCopy = known.last === event.id;
          const counted = { start, last: event.id, count: known.count + (isCopy ? 0 : 1),
        `,
      },
    ],
  },
  ticket: {
    says: "Keeps the windows in a variable, and hands out a number.",
    dies: "newProcess",
    anomaly: "half-applied",
    change: [
      { find: "export type State = readonly Held[];", put: "export type State = number;" },
      {
        find: "export const empty: State = [];",
        put: `
          export const empty: State = 0;
          const states: (readonly Held[])[] = [[]];
        `,
      },
      { find: "let held = [...state];", put: "let held = [...(states[state] ?? [])];" },
      {
        find: "return { state: held.filter((window) => window.start + sizeMs + latenessMs > watermark.after), out };",
        put: `
          const kept = held.filter((window) => window.start + sizeMs + latenessMs > watermark.after);
          return { state: states.push(kept) - 1, out };
        `,
      },
    ],
  },
} satisfies Mutants;
