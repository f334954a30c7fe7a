import { crc32, inflateRawSync } from "node:zlib";
import { UsageError } from "../../core/usage-error.js";

/** A file in a zip archive. */
export interface ZipEntry {
  /** As it is in the archive, with `/`; bytes that are no UTF-8 are read as Latin-1. */
  readonly path: string;
  /** Bytes when unpacked, as the archive says. */
  readonly size: number;
  readonly isLink: boolean;
  /**
   * Unpacks it.
   *
   * @throws RangeError when it is packed in a way that is not read, damaged, or larger than it says
   */
  read(): Uint8Array;
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const localMark = 0x04034b50;
/** The end of an archive is 22 bytes and a comment. */
const endBytes = 22;
const longestComment = 0xffff;
/** More than any course's folder has. */
const mostEntries = 20_000;
const stored = 0;
const deflated = 8;
const encrypted = 1;
const unixLink = 0o120_000;

/**
 * The files of a zip archive, from its directory; nothing is unpacked before it is asked for, and nothing is ever
 * written. Folders are left out. Source: PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.4.
 *
 * @throws RangeError when the bytes are no zip archive, or one of those that are not read (over 4 GB, in parts)
 */
export function zipEntries(archive: Uint8Array): ZipEntry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  if (count === 0xffff || count > mostEntries) throw new UsageError(`more than ${mostEntries} files in it`);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (at + 46 > archive.length || view.getUint32(at, true) !== entryMark) throw new UsageError("damaged");
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const path = nameOf(archive.subarray(at + 46, at + 46 + nameBytes));
    if (!path.endsWith("/")) entries.push(entryAt(archive, view, at, path));
    at = next;
  }
  return entries;
}

/** The end record is the last thing in the file, but for a comment. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - endBytes; at >= Math.max(0, view.byteLength - endBytes - longestComment); at--) {
    if (view.getUint32(at, true) === endMark) return at;
  }
  throw new UsageError("not a zip archive, or not all of it");
}

function entryAt(archive: Uint8Array, view: DataView, at: number, path: string): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const checksum = view.getUint32(at + 16, true);
  const packed = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const local = view.getUint32(at + 42, true);
  return {
    path,
    size,
    isLink: ((view.getUint32(at + 38, true) >>> 16) & 0o170_000) === unixLink,
    read() {
      if (flags & encrypted) throw new UsageError("locked by a password");
      if (local + 30 > archive.length || view.getUint32(local, true) !== localMark) throw new UsageError("damaged");
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      if (start + packed > archive.length) throw new UsageError("damaged");
      const bytes = unpack(archive.subarray(start, start + packed), method, size);
      if (bytes.length !== size || crc32(bytes) !== checksum) throw new UsageError("damaged");
      return bytes;
    },
  };
}

function unpack(bytes: Uint8Array, method: number, size: number): Uint8Array {
  if (method === stored) return bytes;
  if (method !== deflated) throw new UsageError("packed by a method that is not read; a plain zip is");
  try {
    // The archive's word on the size is not trusted: unpacking ends there.
    return inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw new UsageError("damaged, or larger than it says");
  }
}

function nameOf(bytes: Uint8Array): string {
  const text = utf8OrLatin1(bytes);
  return text.replaceAll("\\", "/");
}

/** Text of bytes that are UTF-8 in nearly all archives; in others every byte stays a character of its own. */
export function utf8OrLatin1(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString("latin1");
  }
}
