import type { Mutants } from "tidemark/grading";

export default {
  neverCommits: {
    says: "Leaves the last transaction open.",
    dies: "closed",
    anomaly: "stalled",
    change: [
      {
        find: `
          const offset = last.offset + 1;
          return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset }, { do: "commit" }];
        `,
        put: 'return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset: last.offset + 1 }];',
      },
    ],
  },
  commitsLast: {
    says: "Commits the offset of the last record in place of the next.",
    dies: "offsetAfter",
    anomaly: "duplicated",
    change: [
      {
        find: `
          const last = batch.at(-1);
          if (last === undefined) return [init];
          const sends = batch.flatMap(outputs).map((value): TxStep => ({ do: "send", value }));
          const offset = last.offset + 1;
          return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset }, { do: "commit" }];
        `,
        put: `
          const steps = batch.flatMap((record): TxStep[] => [
            { do: "begin" },
            ...outputs(record).map((value): TxStep => ({ do: "send", value })),
            { do: "sendOffset", partition: task.partition, offset: record.offset },
            { do: "commit" },
          ]);
          return [init, ...steps];
        `,
      },
    ],
  },
  silentForgotten: {
    says: "Leaves out records that give nothing, and their offsets with them.",
    dies: "offsetAfter",
    anomaly: "duplicated",
    change: [
      {
        find: `
          const last = batch.at(-1);
          if (last === undefined) return [init];
          const sends = batch.flatMap(outputs).map((value): TxStep => ({ do: "send", value }));
          const offset = last.offset + 1;
          return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset }, { do: "commit" }];
        `,
        put: `
          const steps = batch
            .filter((record) => outputs(record).length > 0)
            .flatMap((record): TxStep[] => [
              { do: "begin" },
              ...outputs(record).map((value): TxStep => ({ do: "send", value })),
              { do: "sendOffset", partition: task.partition, offset: record.offset + 1 },
              { do: "commit" },
            ]);
          return [init, ...steps];
        `,
      },
    ],
  },
  firstOffset: {
    says: "One transaction for the batch, with the offset after its first record.",
    dies: "offsetAfter",
    anomaly: "duplicated",
    change: [
      { find: "const last = batch.at(-1);", put: "const first = batch[0];" },
      { find: "if (last === undefined) return [init];", put: "if (first === undefined) return [init];" },
      { find: "const offset = last.offset + 1;", put: "const offset = first.offset + 1;" },
    ],
  },
  zeroLeftOut: {
    says: "Leaves partition 0 out of the id, as if it were none.",
    dies: "apart",
    anomaly: "self-fenced",
    change: [
      {
        find: "`${task.group}-${task.partition}`",
        put: "task.partition ? `${task.group}-${task.partition}` : task.group",
      },
    ],
  },
  equalsOnce: {
    says: "Sends equal outputs of the batch only once.",
    dies: "equals",
    anomaly: "lost",
    change: [
      {
        find: 'batch.flatMap(outputs).map((value): TxStep => ({ do: "send", value }))',
        put: '[...new Set(batch.flatMap(outputs))].map((value): TxStep => ({ do: "send", value }))',
      },
    ],
  },
  outputOutside: {
    says: "Sends the outputs before the transaction begins.",
    dies: "crash",
    anomaly: "duplicated",
    change: [
      {
        find: `
          const last = batch.at(-1);
          if (last === undefined) return [init];
          const sends = batch.flatMap(outputs).map((value): TxStep => ({ do: "send", value }));
          const offset = last.offset + 1;
          return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset }, { do: "commit" }];
        `,
        put: `
          const steps = batch.flatMap((record): TxStep[] => [
            ...outputs(record).map((value): TxStep => ({ do: "send", value })),
            { do: "begin" },
            { do: "sendOffset", partition: task.partition, offset: record.offset + 1 },
            { do: "commit" },
          ]);
          return [init, ...steps];
        `,
      },
    ],
  },
  offsetOutside: {
    says: "Commits the outputs, and the offset after that.",
    dies: "crash",
    anomaly: "duplicated",
    change: [
      {
        find: `
          const last = batch.at(-1);
          if (last === undefined) return [init];
          const sends = batch.flatMap(outputs).map((value): TxStep => ({ do: "send", value }));
          const offset = last.offset + 1;
          return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset }, { do: "commit" }];
        `,
        put: `
          const steps = batch.flatMap((record): TxStep[] => [
            { do: "begin" },
            ...outputs(record).map((value): TxStep => ({ do: "send", value })),
            { do: "commit" },
            { do: "sendOffset", partition: task.partition, offset: record.offset + 1 },
          ]);
          return [init, ...steps];
        `,
      },
    ],
  },
  offsetLater: {
    says: "Commits the offset in a transaction of its own, after that of the outputs.",
    dies: "crash",
    anomaly: "duplicated",
    change: [
      {
        find: `
          const last = batch.at(-1);
          if (last === undefined) return [init];
          const sends = batch.flatMap(outputs).map((value): TxStep => ({ do: "send", value }));
          const offset = last.offset + 1;
          return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset }, { do: "commit" }];
        `,
        put: `
          const steps = batch.flatMap((record): TxStep[] => [
            { do: "begin" },
            ...outputs(record).map((value): TxStep => ({ do: "send", value })),
            { do: "commit" },
            { do: "begin" },
            { do: "sendOffset", partition: task.partition, offset: record.offset + 1 },
            { do: "commit" },
          ]);
          return [init, ...steps];
        `,
      },
    ],
  },
  offsetFirst: {
    says: "Commits the offset in a transaction of its own, before that of the outputs.",
    dies: "crash",
    anomaly: "lost",
    change: [
      {
        find: `
          const last = batch.at(-1);
          if (last === undefined) return [init];
          const sends = batch.flatMap(outputs).map((value): TxStep => ({ do: "send", value }));
          const offset = last.offset + 1;
          return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset }, { do: "commit" }];
        `,
        put: `
          const steps = batch.flatMap((record): TxStep[] => [
            { do: "begin" },
            { do: "sendOffset", partition: task.partition, offset: record.offset + 1 },
            { do: "commit" },
            { do: "begin" },
            ...outputs(record).map((value): TxStep => ({ do: "send", value })),
            { do: "commit" },
          ]);
          return [init, ...steps];
        `,
      },
    ],
  },
  idPerInstance: {
    says: "Takes the instance into the id: nobody is ever locked out.",
    dies: "zombie",
    anomaly: "zombie-write",
    change: [
      {
        find: `
          const init: TxStep = { do: "init", transactionalId: \`\${task.group}-\${task.partition}\` };
          const last = batch.at(-1);
          if (last === undefined) return [init];
          const sends = batch.flatMap(outputs).map((value): TxStep => ({ do: "send", value }));
          const offset = last.offset + 1;
          return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset }, { do: "commit" }];
        `,
        put: `
          const init: TxStep = { do: "init", transactionalId: \`\${task.group}-\${task.partition}-\${task.instance}\` };
          const steps = batch.flatMap((record): TxStep[] => [
            { do: "begin" },
            ...outputs(record).map((value): TxStep => ({ do: "send", value })),
            { do: "sendOffset", partition: task.partition, offset: record.offset + 1 },
            { do: "commit" },
          ]);
          return [init, ...steps];
        `,
      },
    ],
  },
  initEach: {
    says: "Begins anew for each record: a zombie that goes on locks out the one that replaced it.",
    dies: "zombie",
    anomaly: "zombie-write",
    change: [
      {
        find: `
          const init: TxStep = { do: "init", transactionalId: \`\${task.group}-\${task.partition}\` };
          const last = batch.at(-1);
          if (last === undefined) return [init];
          const sends = batch.flatMap(outputs).map((value): TxStep => ({ do: "send", value }));
          const offset = last.offset + 1;
          return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset }, { do: "commit" }];
        `,
        put: `
          return batch.flatMap((record): TxStep[] => [
            { do: "init", transactionalId: \`\${task.group}-\${task.partition}\` },
            { do: "begin" },
            ...outputs(record).map((value): TxStep => ({ do: "send", value })),
            { do: "sendOffset", partition: task.partition, offset: record.offset + 1 },
            { do: "commit" },
          ]);
        `,
      },
    ],
  },
  idPerGroup: {
    says: "Gives one id to the whole group: its tasks lock each other out.",
    dies: "apart",
    anomaly: "self-fenced",
    change: [
      {
        find: `
          const init: TxStep = { do: "init", transactionalId: \`\${task.group}-\${task.partition}\` };
          const last = batch.at(-1);
          if (last === undefined) return [init];
          const sends = batch.flatMap(outputs).map((value): TxStep => ({ do: "send", value }));
          const offset = last.offset + 1;
          return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset }, { do: "commit" }];
        `,
        put: `
          const init: TxStep = { do: "init", transactionalId: task.group };
          const steps = batch.flatMap((record): TxStep[] => [
            { do: "begin" },
            ...outputs(record).map((value): TxStep => ({ do: "send", value })),
            { do: "sendOffset", partition: task.partition, offset: record.offset + 1 },
            { do: "commit" },
          ]);
          return [init, ...steps];
        `,
      },
    ],
  },
  idsCollide: {
    says: "Puts group and partition side by side with nothing between: g and 11 look like g1 and 1.",
    dies: "apart",
    anomaly: "self-fenced",
    change: [
      {
        find: `
          const init: TxStep = { do: "init", transactionalId: \`\${task.group}-\${task.partition}\` };
          const last = batch.at(-1);
          if (last === undefined) return [init];
          const sends = batch.flatMap(outputs).map((value): TxStep => ({ do: "send", value }));
          const offset = last.offset + 1;
          return [init, { do: "begin" }, ...sends, { do: "sendOffset", partition: task.partition, offset }, { do: "commit" }];
        `,
        put: `
          const init: TxStep = { do: "init", transactionalId: \`\${task.group}\${task.partition}\` };
          const steps = batch.flatMap((record): TxStep[] => [
            { do: "begin" },
            ...outputs(record).map((value): TxStep => ({ do: "send", value })),
            { do: "sendOffset", partition: task.partition, offset: record.offset + 1 },
            { do: "commit" },
          ]);
          return [init, ...steps];
        `,
      },
    ],
  },
  firstTen: {
    says: "Takes ten records of a batch, and no more.",
    dies: "many",
    anomaly: "lost",
    change: [
      { find: "const sends = batch.flatMap(outputs)", put: "const sends = batch.slice(0, 10).flatMap(outputs)" },
    ],
  },
  lettersOnly: {
    says: "Keeps only letters and digits of the group's name.",
    dies: "apart",
    anomaly: "self-fenced",
    change: [
      {
        find: "`${task.group}-${task.partition}`",
        put: '`${task.group.replace(/[^a-z0-9]/gi, "")}-${task.partition}`',
      },
    ],
  },
  caseIgnored: {
    says: "Writes the id in small letters.",
    dies: "apart",
    anomaly: "self-fenced",
    change: [{ find: "`${task.group}-${task.partition}`", put: "`${task.group}-${task.partition}`.toLowerCase()" }],
  },
} satisfies Mutants;
