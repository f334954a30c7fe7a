import { kafka, metricsText, renderSvg } from "tidemark";

const said = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return "nothing was missing";
  } catch (error) {
    return (error as Error).message;
  }
};
const worker = { status: () => ({ summary: {}, tasks: [] }) } as unknown as Parameters<typeof metricsText>[0];

console.log(await said(async () => (await kafka({ brokers: ["127.0.0.1:1"] })).describeTopic("a")));
console.log(await said(() => renderSvg({})));
console.log(await said(() => metricsText(worker, {} as never)));
