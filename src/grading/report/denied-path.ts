import { printable } from "../judge/printable.js";

/**
 * A sentence for an error that the file system gave for a path: it is the environment's fault, and no reason for a
 * stack. `null` for any other error.
 */
export function deniedPath(error: unknown): string | null {
  const { code, path } = error as { readonly code?: string; readonly path?: string };
  const why = denials[code ?? ""];
  return why === undefined || path === undefined ? null : `${printable(path)}: ${why}`;
}

const denials: Readonly<Record<string, string>> = {
  ENOENT: "does not exist. Try: another path",
  EACCES: "must not be read or written. Try: another folder, or its permissions",
  EPERM: "must not be changed. Try: another folder, or its permissions",
  EROFS: "lies on a disk that cannot be written to. Try: another folder",
  ENOSPC: "the disk is full. Try: free some space",
  ENOTDIR: "a file lies where a folder should be",
  EISDIR: "a folder lies where a file should be",
};
