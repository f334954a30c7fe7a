/**
 * The course's data: seeded, equal to the byte, on every machine.
 *
 * @module tidemark/datasets
 */

import { clicks } from "./clicks.js";
import type { Dataset } from "./dataset.js";
import { orders } from "./orders.js";
import { readings } from "./readings.js";
import { saldo } from "./saldo.js";
import { sales } from "./sales.js";
import { ships } from "./ships.js";
import { watermarkDemo } from "./watermark-demo.js";

export { Click, clicks } from "./clicks.js";
export { type Dataset, type DatasetOptions, datasetLines, type Produced } from "./dataset.js";
export { disordered, type Original } from "./disorder.js";
export { knownDigests } from "./known-digests.js";
export { Order, orders } from "./orders.js";
export { EnrichedReading, enrichReading, readings, SensorReading, WindowAggregate } from "./readings.js";
export { Saldo, saldo, saldoJson, saldoRoutes, zoneless } from "./saldo.js";
export { Sale, saleKey, sales } from "./sales.js";
export { berths, Clearance, Crew, ShipArrival, ships, Tariff } from "./ships.js";
export { EngineReading, watermarkDemo } from "./watermark-demo.js";

/** Every dataset of the course, in the order of the lessons. */
export const datasets: readonly Dataset[] = [orders, watermarkDemo, clicks, saldo, ships, readings, sales];
