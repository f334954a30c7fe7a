export interface DecodedText {
  readonly text: string;
  /** The encoding, unless it is UTF-8; `null` for UTF-8. */
  readonly as: "UTF-16" | "Windows-1252" | null;
}

/**
 * The text of a source file: UTF-8, UTF-16 (with its mark, or with a zero in every other byte, as shells on Windows
 * write it), else Windows-1252, in which every byte means something. A mark of the order of bytes is left out.
 *
 * @returns `null` for bytes that are no text: there are zeros in them
 */
export function textOf(bytes: Uint8Array): DecodedText | null {
  const wide = wideEncoding(bytes);
  if (wide !== null) {
    const text = new TextDecoder(wide).decode(bytes);
    return text.includes("\0") ? null : { text, as: "UTF-16" };
  }
  if (bytes.includes(0)) return null;
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), as: null };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), as: "Windows-1252" };
  }
}

function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const [first = 1, second = 1] = bytes;
  if (bytes.length < 2 || bytes.length % 2 !== 0) return null;
  if ((first === 0xff && second === 0xfe) || zeroShare(bytes, 1) > mostlyZero) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || zeroShare(bytes, 0) > mostlyZero) return "utf-16be";
  return null;
}

/** Source text is nearly all ASCII, so one half of each of its characters is zero. */
const mostlyZero = 0.7;

function zeroShare(bytes: Uint8Array, from: number): number {
  let zeros = 0;
  for (let at = from; at < bytes.length; at += 2) if (bytes[at] === 0) zeros += 1;
  return zeros / (bytes.length / 2);
}
