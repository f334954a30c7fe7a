/** How wide a text is drawn at a font size, in pixels. */
export type TextWidth = (text: string, fontSize: number) => number;

/**
 * Measures a text in its own font without a screen: the sum of the advances of its characters. Pairs that the font
 * would move together (kerning) are ignored, so the answer is sometimes a little too large.
 *
 * @param file a TrueType font's bytes, with a character map of format 4, as nearly all have
 * @throws Error where the file is no such font
 * @see https://learn.microsoft.com/typography/opentype/spec/cmap#format-4-segment-mapping-to-delta-values
 */
export function textWidthOf(file: Uint8Array): TextWidth {
  const font = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tables = new Map<string, number>();
  for (let i = 0; i < font.getUint16(4); i++) {
    const entry = 12 + i * 16;
    tables.set(String.fromCharCode(...file.subarray(entry, entry + 4)), font.getUint32(entry + 8));
  }
  const table = (name: string): number => {
    const at = tables.get(name);
    if (at === undefined)
      throw new Error(`font: expected a table "${name}", got only ${[...tables.keys()].join(", ")}`);
    return at;
  };
  const unitsPerEm = font.getUint16(table("head") + 18);
  const measured = font.getUint16(table("hhea") + 34);
  const glyphOf = characterMap(font, table("cmap"));
  // glyphs beyond the measured ones are as wide as the last of them
  const advance = (character: string): number =>
    font.getUint16(table("hmtx") + 4 * Math.min(glyphOf(character.codePointAt(0)!), measured - 1));
  return (text, fontSize) => ([...text].reduce((sum, one) => sum + advance(one), 0) * fontSize) / unitsPerEm;
}

/** The glyph of a character; 0, the box for a missing glyph, for others. */
function characterMap(font: DataView, cmap: number): (code: number) => number {
  const maps = Array.from({ length: font.getUint16(cmap + 2) }, (_, i) => cmap + font.getUint32(cmap + 8 + i * 8));
  const map = maps.find((at) => font.getUint16(at) === 4);
  if (map === undefined) throw new Error("font: expected a character map of format 4, got none");
  const segments = font.getUint16(map + 6) / 2;
  const column = (number: number, segment: number): number =>
    map + 14 + 2 * (number * segments + segment) + (number > 0 ? 2 : 0);
  return (code) => {
    for (let segment = 0; segment < segments; segment++) {
      if (code > font.getUint16(column(0, segment))) continue;
      const first = font.getUint16(column(1, segment));
      if (code < first) return 0;
      const delta = font.getUint16(column(2, segment));
      const at = column(3, segment);
      const range = font.getUint16(at);
      if (range === 0) return (code + delta) & 0xffff;
      const glyph = font.getUint16(at + range + 2 * (code - first));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}
