import * as charts from "tidemark/charts";
import * as connect from "tidemark/connect";
import * as core from "tidemark/core";
import * as datasets from "tidemark/datasets";
import * as exercises from "tidemark/exercises";
import * as kafka from "tidemark/kafka";
import * as log from "tidemark/log";
import * as sim from "tidemark/sim";
import * as worker from "tidemark/worker";

for (const door of [charts, connect, core, datasets, exercises, kafka, log, sim, worker]) {
  if (Object.keys(door).length === 0) throw new Error("a door with nothing behind it");
}
