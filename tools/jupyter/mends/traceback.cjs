// Errors as a reader of a notebook wants them: the message, and where in the cells; equal on every machine.
"use strict";

const { inspect } = require("node:util");

/**
 * @param {unknown} thrown
 * @param {Map<string, string[]>} compiled each cell's compiled lines, by its name
 * @returns {{ ename: string, evalue: string, traceback: string[] }}
 */
function describeError(thrown, compiled) {
  if (!(thrown instanceof Error)) {
    const evalue = inspect(thrown);
    return { ename: "Thrown", evalue, traceback: [`Thrown: ${evalue}`] };
  }
  const head = `${thrown.name}: ${thrown.message}`;
  const traceback = [...head.split("\n"), ...cellFrames(thrown, compiled)];
  for (let cause = thrown.cause; cause instanceof Error; cause = cause.cause) {
    traceback.push(...`caused by ${cause.name}: ${cause.message}`.split("\n"));
  }
  return { ename: thrown.name, evalue: thrown.message, traceback };
}

/**
 * The frames that lie in cells, each with its line of code: numbers would be those of the compiled code.
 *
 * @param {Error} error
 * @param {Map<string, string[]>} compiled
 */
function cellFrames(error, compiled) {
  const frames = [];
  for (const line of String(error.stack).split("\n")) {
    const frame = /^\s+at (?:(.*?) \()?(cell \[\d+\]):(\d+):\d+\)?$/.exec(line);
    if (!frame) continue;
    const [, name, cell, number] = frame;
    const code = readable(compiled.get(cell)?.[Number(number) - 1] ?? "");
    // The last frame is always tslab's own call of the cell.
    if (code.startsWith("})(__tslab__")) continue;
    const own = name?.replace(/^exports\./, "").replace(/^(?:async )?Object\./, "");
    frames.push(`    at ${own && own !== "eval" ? `${own}, ${cell}` : cell}: ${code}`);
  }
  return frames;
}

/**
 * A line of compiled code, nearly as the reader wrote it.
 *
 * @param {string} line
 */
function readable(line) {
  return line
    .replace(/^\((?:async )?function\(exports, require\) \{ /, "")
    .replace(/\(0, \w+_\d+\.(\w+)\)/g, "$1")
    .replaceAll("exports.", "")
    .replace(/^(\s*)tsLastExpr\d* = /, "$1")
    .trim();
}

/**
 * What the type checker says, under the line that it speaks of.
 *
 * @param {unknown[][]} reports as tslab prints them: format, file name and blank or "", line, column, message
 * @param {string} source the cell
 */
function describeDiagnostics(reports, source) {
  const lines = source.split("\n");
  const traceback = [];
  let last = "";
  for (const [, file, line, column, message] of reports) {
    const place = `${file}${line}:${column}`;
    // Further messages on one place explain the first.
    if (place === last) traceback.push(`  ${message}`);
    else {
      traceback.push(`line ${place} ${message}`);
      const code = file === "" ? lines[Number(line) - 1] : undefined;
      if (code !== undefined) traceback.push(`    ${code}`, `    ${" ".repeat(Number(column) - 1)}^`);
    }
    last = place;
  }
  return { ename: "TypeError", evalue: String(reports[0]?.[4]), traceback };
}

module.exports = { describeDiagnostics, describeError };
