import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { textWidthOf } from "../../src/charts/text-width.js";

const fontFile = (name: string): Uint8Array =>
  readFileSync(createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}`));
const plain = textWidthOf(fontFile("DejaVuSans.ttf"));
const bold = textWidthOf(fontFile("DejaVuSans-Bold.ttf"));

describe("textWidthOf", () => {
  it("adds up the advances of the font's characters", () => {
    // DejaVu Sans has 2048 units per em; a digit is 1303 wide, an i 569, an M 1767
    expect(plain("0", 2048)).toBe(1303);
    expect(plain("iM0", 2048)).toBe(569 + 1767 + 1303);
    expect(plain("", 10)).toBe(0);
  });

  it("grows with the size, and is more in bold", () => {
    expect(plain("watermark", 20)).toBeCloseTo(2 * plain("watermark", 10));
    expect(bold("watermark", 10)).toBeGreaterThan(plain("watermark", 10));
  });

  it("measures what is not Latin, and a character that the font lacks as its box", () => {
    expect(plain("–", 2048)).toBe(1024);
    expect(plain("†", 2048)).toBe(1024);
    expect(plain("\u{20000}", 10)).toBe(plain("\uE7FE", 10));
  });

  it("refuses what is no font", () => {
    expect(() => textWidthOf(new Uint8Array(64))).toThrow('expected a table "head"');
  });
});
