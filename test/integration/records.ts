import type { Consumer, LogRecord } from "../../src/log/index.js";

export { bytes, text } from "../contract/subject.js";

/** Polls until so many records have come; what is reported besides is not looked at. */
export async function pollUntil(consumer: Consumer, count: number): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  while (records.length < count) records.push(...(await consumer.poll(500)).records);
  return records;
}
