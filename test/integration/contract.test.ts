import { logContract } from "../contract/contract.js";
import { kafkaSubject } from "./kafka-subject.js";
import { testBroker } from "./test-broker.js";

logContract("real Kafka", async () => kafkaSubject((await testBroker()).brokers));
