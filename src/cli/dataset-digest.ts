import { createHash } from "node:crypto";
import { type Dataset, datasetLines } from "../datasets/index.js";

/** SHA-256 of a dataset's lines. The datasets themselves are made in a browser too, which has no `node:crypto`. */
export const datasetDigest = (dataset: Dataset): string =>
  createHash("sha256").update(datasetLines(dataset)).digest("hex");
