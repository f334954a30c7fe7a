import { Answer } from "./answer.js";
import { protocolType } from "./errors.js";
import type { Broker, Kafkajs } from "./kafkajs-types.js";

const METADATA = 3;
const VERSION = 10;

/**
 * The id of a topic: a topic that is deleted and made again under its name gets another id. kafkajs asks for metadata
 * in an older form without ids. `null` for a broker older than 2.8, or an unknown topic.
 *
 * @see https://kafka.apache.org/protocol.html#The_Messages_Metadata
 */
export async function topicId(kafkajs: Kafkajs, broker: Broker, name: string): Promise<string | null> {
  const body = encodeRequest(name);
  const request = {
    apiKey: METADATA,
    apiVersion: VERSION,
    apiName: "Metadata",
    encode: async () => ({ buf: body, buffer: body }),
  };
  try {
    const decode = async (payload: Buffer): Promise<string | null> => decodeAnswer(payload, kafkajs);
    return (await broker.connectionPool.send({ request, response: { decode, parse: async (decoded) => decoded } })) as
      | string
      | null;
  } catch (error) {
    if (protocolType(error) === "UNSUPPORTED_VERSION") return null;
    throw error;
  }
}

/**
 * Newer forms of the protocol write lengths as varints, one too large, and end each part with tags; there are none
 * here.
 */
function encodeRequest(name: string): Buffer {
  const text = Buffer.from(name);
  return Buffer.concat([
    Buffer.from([0, 2]), // the header's tags; one topic
    Buffer.alloc(16), // asked for by its name
    varint(text.length + 1),
    text,
    Buffer.from([0, 0, 0, 0, 0]), // the topic's tags; make no topic; say nothing of permissions, twice; tags
  ]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (; value >= 0x80; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}

function decodeAnswer(payload: Buffer, kafkajs: Kafkajs): string | null {
  const answer = new Answer(payload);
  answer.tags();
  answer.int32(); // throttle time
  answer.eachCompact(() => {
    answer.int32(); // node id
    answer.compact(); // host
    answer.int32(); // port
    answer.compact(); // rack
    answer.tags();
  });
  answer.compact(); // cluster id
  answer.int32(); // controller
  let id: string | null = null;
  answer.eachCompact(() => {
    const code = answer.int16();
    if (code !== 0) throw kafkajs.errorFromCode(code);
    answer.compact(); // name
    id = answer.bytesOf(16).toString("base64url");
  }, 1);
  return id;
}
