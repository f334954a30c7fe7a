import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { loadOptional, MissingPackageError } from "../../src/optional/index.js";

describe("an optional package", () => {
  it("is loaded where it is there", async () => {
    const { z } = await loadOptional<typeof import("zod")>("zod", "A schema");
    expect(z.string().parse("a")).toBe("a");
  });

  it("that is missing is told in a sentence, with what to do", async () => {
    const missing = loadOptional("@tidemark/there-is-none", "A chart");
    await expect(missing).rejects.toThrow(MissingPackageError);
    await expect(missing).rejects.toThrow(
      'A chart needs the package "@tidemark/there-is-none", which is not installed. Try: npm install @tidemark/there-is-none',
    );
  });

  it("is named as a package when a file of it is asked for, by require as well", async () => {
    const inside = createRequire(import.meta.url);
    await expect(loadOptional("there-is-none/src/cluster", "A broker", inside)).rejects.toThrow(
      'A broker needs the package "there-is-none"',
    );
  });

  it("that is there and fails while it loads says so itself", async () => {
    const broken = loadOptional("zod", "A schema", () => {
      throw Object.assign(new Error("Cannot find package 'another' imported from zod"), {
        code: "ERR_MODULE_NOT_FOUND",
      });
    });
    await expect(broken).rejects.toThrow("Cannot find package 'another'");
  });
});
