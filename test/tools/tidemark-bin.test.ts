import { statSync } from "node:fs";
import { describe, expect, it } from "vitest";

describe("the tidemark command", () => {
  it.runIf(process.platform !== "win32")("is executable, as npx would make it and so change the clone", () => {
    expect(statSync("bin/tidemark.mjs").mode & 0o111).toBe(0o111);
  });
});
