import { logContract } from "../contract/contract.js";
import { kafkaSubject } from "./kafkaSubject.js";
import { testBroker } from "./testBroker.js";

logContract("real Kafka", async () => kafkaSubject((await testBroker()).brokers));
