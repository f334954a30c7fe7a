// node tools/browser/check.mjs [notebook [kit]]: opens a lesson as its reader does, with npm start and a real browser, runs
// it, and ends with the plain line of counts. A kit is a folder like this clone, a handout for example.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { npmCommand } from "../bootstrap/npm.mjs";
import { root, runCommand } from "../bootstrap.mjs";
import { LabPage } from "./lab-page.mjs";
import { processesBelow } from "./processes.mjs";

const notebook = process.argv[2] ?? "test/notebooks/fixtures/tiny.ipynb";
const kit = resolve(process.argv[3] ?? root);

await runCommand(async () => {
  const counts = { passed: 0, failed: 0 };
  const check = async (/** @type {string} */ name, /** @type {() => Promise<void>} */ work) => {
    const start = performance.now();
    try {
      await work();
      counts.passed += 1;
      process.stdout.write(`browser      ${name}: passed in ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
    } catch (error) {
      counts.failed += 1;
      process.stdout.write(`browser      ${name}: FAILED\n${/** @type {Error} */ (error).message}\n`);
    }
  };
  const { command, args, shell } = npmCommand();
  const lab = spawn(command, [...args, "start", "--", "--no-browser", notebook], {
    cwd: kit,
    shell,
    detached: true, // a process group of its own, as a terminal gives it, to which Ctrl-C is sent
    stdio: ["ignore", "pipe", "inherit"],
  });
  const left = () => processesBelow(join(kit, "tools"), process.pid);
  let address = "";
  await check("npm start prints the address of the lessons", async () => {
    address = await printedAddress(lab);
  });
  if (address !== "") {
    const executablePath = chromiumPath();
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
    try {
      const page = new LabPage(await browser.newPage({ viewport: { width: 1400, height: 1200 } }));
      await check(`${notebook} opens with a kernel, unchanged`, () => page.open(address));
      await check("every cell runs", () => page.runAll());
      await check("a chart is drawn", () => page.expectDrawnChart());
      await check("completion knows the library", () => page.expectCompletion());
      await check("interrupting ends an endless loop", () => page.expectInterrupt());
      await check("a restarted kernel is ready", () => page.expectRestart());
      await check("the page asks nothing of other hosts", () => page.expectOnlyLocalRequests());
    } finally {
      await browser.close();
    }
  }
  await check("Ctrl-C leaves no process", async () => {
    process.kill(-(lab.pid ?? 0), "SIGINT");
    // npm ends before what it started, as on a terminal, where the prompt is back at once.
    for (let looks = 0; looks < 100 && left().length > 0; looks += 1) await sleep(200);
    if (left().length > 0) throw new Error(`still running:\n${left().join("\n")}`);
  });
  process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);
  return counts.failed === 0 ? 0 : 1;
});

/** @param {import("node:child_process").ChildProcess} lab */
function printedAddress(lab) {
  let printed = "";
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address within 5 minutes:\n${printed}`)), 300_000);
    lab.stdout?.on("data", (chunk) => {
      printed += chunk;
      const address = /http:\/\/127\.0\.0\.1\S+/.exec(printed)?.[0];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
    lab.on("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`npm start ended with exit code ${code}:\n${printed}`));
    });
  });
}

function chromiumPath() {
  const known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const path = process.env.CHROMIUM_PATH ?? known.find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error(`no Chromium at ${known.join(", ")}. Try: apt-get install chromium`);
  return path;
}
