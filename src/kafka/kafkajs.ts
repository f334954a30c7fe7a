/**
 * kafkajs, loaded when first needed, with the parts of it that its index does not export.
 *
 * kafkajs speaks the protocol well: connections, TLS, SASL, metadata, requests. Its clients are not used. The consumer
 * loses its place behind emptied batches, leaks aborted records under read_committed, hides the generation of a commit
 * and gives up after a long outage; the producer forgets which sequence number a lost answer stood for. So src/kafka
 * stands on kafkajs' Cluster and Broker, one floor lower, and package.json pins the one version whose insides these are.
 * Nothing of kafkajs is changed for the process: mends are made on the objects of each cluster (`mend`).
 */
import { createRequire } from "node:module";
import { loadOptional } from "../optional/index.js";
import { insidesOf } from "./kafkajs-insides.js";
import type { Kafkajs } from "./kafkajs-types.js";
import { mend } from "./mend.js";

let loaded: Promise<Kafkajs> | undefined;

/** Returns the same object every time. Throws an Error that names the part when an inside of kafkajs has moved. */
export function loadKafkajs(): Promise<Kafkajs> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Kafkajs> {
  const inside = createRequire(import.meta.url);
  await loadOptional("kafkajs/package.json", "A real broker", inside);
  const { Cluster, createLogger, socketFactory, fetch, joinGroup, errors, assigner } = insidesOf(inside);
  const { MemberMetadata, MemberAssignment } = assigner;
  return {
    newCluster: (config) =>
      mend(
        new Cluster({
          ...config,
          logger: createLogger({ level: config.logLevel, logCreator: config.logCreator }),
          socketFactory: socketFactory(),
          allowAutoTopicCreation: false,
          maxInFlightRequests: null,
          enforceRequestTimeout: true,
        }),
      ),
    fetchRequest: fetch.protocol({ version: 11 }),
    joinGroupRequest: joinGroup.protocol({ version: 5 }),
    errorFromCode: errors.createErrorFromCode,
    encodeMember: (topics, userData) => MemberMetadata.encode({ version: 0, topics, userData }),
    decodeMember: (metadata) => MemberMetadata.decode(metadata),
    encodeAssignment: (assignment) => MemberAssignment.encode({ version: 0, assignment }),
    decodeAssignment: (assignment) => MemberAssignment.decode(assignment)?.assignment ?? {},
  };
}
