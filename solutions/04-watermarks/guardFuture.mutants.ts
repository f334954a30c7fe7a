import type { Mutants } from "tidemark/grading";

export default {
  clockOnly: {
    says: "Looks at the clock only.",
    dies: "beyond",
    anomaly: "closed-early",
    of: "b",
    change: [
      { find: "newest: number | null", put: "_newest: number | null" },
      {
        find: "const latest = Math.min(now + limits.maxFutureMs, newest === null ? Infinity : newest + limits.maxJumpMs)",
        put: 'if (!Number.isSafeInteger(ts)) return "divert"',
      },
      {
        find: 'return Number.isSafeInteger(ts) && ts <= latest ? "accept" : "divert";',
        put: 'return ts > now + limits.maxFutureMs ? "divert" : "accept";',
      },
    ],
  },
  jumpOnly: {
    says: "Looks at the newest event only.",
    dies: "beyond",
    anomaly: "closed-early",
    of: "b",
    change: [
      { find: "now: number, limits", put: "_now: number, limits" },
      {
        find: "const latest = Math.min(now + limits.maxFutureMs, newest === null ? Infinity : newest + limits.maxJumpMs)",
        put: 'if (!Number.isSafeInteger(ts)) return "divert"',
      },
      {
        find: 'return Number.isSafeInteger(ts) && ts <= latest ? "accept" : "divert";',
        put: 'return newest !== null && ts > newest + limits.maxJumpMs ? "divert" : "accept";',
      },
    ],
  },
  either: {
    says: "Diverts only what breaks both limits.",
    dies: "beyond",
    anomaly: "closed-early",
    of: "b",
    change: [
      {
        find: "const latest = Math.min(now + limits.maxFutureMs, newest === null ? Infinity : newest + limits.maxJumpMs)",
        put: 'if (!Number.isSafeInteger(ts)) return "divert"',
      },
      {
        find: 'Number.isSafeInteger(ts) && ts <= latest ? "accept" : "divert"',
        put: 'ts > now + limits.maxFutureMs && (newest === null || ts > newest + limits.maxJumpMs) ? "divert" : "accept"',
      },
    ],
  },
  jumpFromClock: {
    says: "Measures the jump from the clock.",
    dies: "beyond",
    anomaly: "closed-early",
    of: "b",
    change: [
      {
        find: "const latest = Math.min(now + limits.maxFutureMs, newest === null ? Infinity : newest + limits.maxJumpMs)",
        put: 'if (!Number.isSafeInteger(ts)) return "divert"',
      },
      {
        find: 'Number.isSafeInteger(ts) && ts <= latest ? "accept" : "divert"',
        put: 'ts > now + limits.maxFutureMs || (newest !== null && ts > now + limits.maxJumpMs) ? "divert" : "accept"',
      },
    ],
  },
  atLeast: {
    says: "Diverts an event at a limit.",
    dies: "atLimit",
    anomaly: "on-time-rejected",
    of: "b",
    change: [
      {
        find: "const latest = Math.min(now + limits.maxFutureMs, newest === null ? Infinity : newest + limits.maxJumpMs)",
        put: 'if (!Number.isSafeInteger(ts)) return "divert"',
      },
      {
        find: 'Number.isSafeInteger(ts) && ts <= latest ? "accept" : "divert"',
        put: 'ts >= now + limits.maxFutureMs || (newest !== null && ts >= newest + limits.maxJumpMs) ? "divert" : "accept"',
      },
    ],
  },
  absolute: {
    says: "Takes an old event for one with a broken clock.",
    dies: "oldAccepted",
    anomaly: "lost",
    of: "b",
    change: [
      {
        find: `
          const latest = Math.min(now + limits.maxFutureMs, newest === null ? Infinity : newest + limits.maxJumpMs);
          return Number.isSafeInteger(ts) && ts <= latest ? "accept" : "divert";
        `,
        put: `
          if (!Number.isSafeInteger(ts)) return "divert";
          return Math.abs(ts - now) > limits.maxFutureMs || (newest !== null && ts > newest + limits.maxJumpMs)
            ? "divert"
            : "accept";
        `,
      },
    ],
  },
  falsyNewest: {
    says: "Takes a newest time of 0 for none.",
    dies: "zeroIsATime",
    anomaly: "closed-early",
    of: "b",
    change: [
      {
        find: "const latest = Math.min(now + limits.maxFutureMs, newest === null ? Infinity : newest + limits.maxJumpMs)",
        put: 'if (!Number.isSafeInteger(ts)) return "divert"',
      },
      {
        find: 'Number.isSafeInteger(ts) && ts <= latest ? "accept" : "divert"',
        put: 'ts > now + limits.maxFutureMs || (newest ? ts > newest + limits.maxJumpMs : false) ? "divert" : "accept"',
      },
    ],
  },
  nullIsZero: {
    says: "Takes 0 for the newest time before the first event.",
    dies: "firstByClock",
    anomaly: "on-time-rejected",
    of: "b",
    change: [
      {
        find: "const latest = Math.min(now + limits.maxFutureMs, newest === null ? Infinity : newest + limits.maxJumpMs)",
        put: 'if (!Number.isSafeInteger(ts)) return "divert"',
      },
      {
        find: 'Number.isSafeInteger(ts) && ts <= latest ? "accept" : "divert"',
        put: 'ts > now + limits.maxFutureMs || ts > (newest ?? 0) + limits.maxJumpMs ? "divert" : "accept"',
      },
    ],
  },
  acceptsNaN: {
    says: "Compares, and forgets that NaN is neither larger nor smaller.",
    dies: "noNumber",
    anomaly: "stalled",
    of: "b",
    change: [
      {
        find: `
          const latest = Math.min(now + limits.maxFutureMs, newest === null ? Infinity : newest + limits.maxJumpMs);
          return Number.isSafeInteger(ts) && ts <= latest ? "accept" : "divert";
        `,
        put: 'return ts > now + limits.maxFutureMs || (newest !== null && ts > newest + limits.maxJumpMs) ? "divert" : "accept";',
      },
    ],
  },
  acceptsFractions: {
    says: "Asks for a finite number where a whole one is meant.",
    dies: "wholeMilliseconds",
    anomaly: "wrong-value",
    of: "b",
    change: [
      {
        find: "const latest = Math.min(now + limits.maxFutureMs, newest === null ? Infinity : newest + limits.maxJumpMs)",
        put: 'if (!Number.isFinite(ts)) return "divert"',
      },
      {
        find: 'Number.isSafeInteger(ts) && ts <= latest ? "accept" : "divert"',
        put: 'ts > now + limits.maxFutureMs || (newest !== null && ts > newest + limits.maxJumpMs) ? "divert" : "accept"',
      },
    ],
  },
  thirtyTwoBits: {
    says: "Takes only numbers of 32 bits for integers.",
    dies: "today",
    anomaly: "on-time-rejected",
    change: [{ find: "!Number.isSafeInteger(ts)", put: "(ts | 0) !== ts" }],
  },
} satisfies Mutants;
