import { describe, expect, it } from "vitest";
import { filesOfArchive } from "../../../src/grading/class/submitted-files.js";
import { zipEntries } from "../../../src/grading/class/zip.js";
import { zipOf } from "./zip-files.js";

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe("a zip archive", () => {
  it("gives back what was packed, deflated or stored, and leaves folders out", () => {
    const archive = zipOf([
      { path: "a/", content: "" },
      { path: "a/b.ts", content: "one ".repeat(100) },
      { path: "a\\c.ts", content: "two", stored: true },
    ]);
    expect(zipEntries(archive).map(({ path, read }) => [path, text(read())])).toEqual([
      ["a/b.ts", "one ".repeat(100)],
      ["a/c.ts", "two"],
    ]);
  });

  it("is found behind a comment, and in a part of a larger buffer", () => {
    const archive = zipOf([{ path: "a.ts", content: "x" }]);
    archive.writeUInt16LE(3, archive.length - 2);
    const larger = Buffer.concat([Buffer.from("????"), archive, Buffer.from("end")]);
    expect(zipEntries(larger.subarray(4)).map(({ path }) => path)).toEqual(["a.ts"]);
  });

  it("never unpacks more than it says: a bomb is damaged", () => {
    const [bomb] = zipEntries(zipOf([{ path: "a.ts", content: "0".repeat(5_000_000), claims: 100 }]));
    expect(bomb?.size).toBe(100);
    expect(() => bomb?.read()).toThrow("damaged, or larger than it says");
  });

  it("lists a path that leads out as unreadable, and links as links", () => {
    const paths = ["../up.ts", "/root.ts", "a/../../b.ts", "C:/c.ts", "..\\w.ts"];
    const { files, unreadable } = filesOfArchive(
      zipOf([...paths.map((path) => ({ path, content: "x" })), { path: "l.ts", content: "/etc/passwd", link: true }]),
    );
    expect(files.map(({ path, kind }) => [path, kind])).toEqual([["l.ts", "link"]]);
    expect(unreadable.map(({ why }) => why)).toEqual(paths.map(() => "leads out of its archive"));
  });

  it("reads names that are no UTF-8 byte by byte", () => {
    const [entry] = zipEntries(zipOf([{ path: Buffer.from("Jos\xe9.ts", "latin1"), content: "x" }]));
    expect(entry?.path).toBe("José.ts");
  });

  it("is refused whole or by entry, never misread, whichever byte is changed", () => {
    const archive = zipOf([{ path: "a.ts", content: "some text that is long enough to deflate: aaaaaaaaaaaaaaaa" }]);
    for (let at = 0; at < archive.length; at++) {
      const damaged = Buffer.from(archive);
      damaged[at] = (damaged[at] ?? 0) ^ 0x41;
      let got: string | null = null;
      try {
        got = zipEntries(damaged)
          .filter(({ path }) => path === "a.ts")
          .map(({ read }) => text(read()))
          .join("");
      } catch (error) {
        expect(error, `byte ${at}`).toBeInstanceOf(RangeError);
      }
      if (got !== null && got !== "") expect(got, `byte ${at}`).toMatch(/^some text that is long enough/);
    }
  });

  it.each(["", "PK", "not an archive at all, but text ".repeat(3)])("is no archive: %j", (content) => {
    expect(() => zipEntries(Buffer.from(content))).toThrow("not a zip archive, or not all of it");
  });
});
