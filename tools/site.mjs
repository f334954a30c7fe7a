// npm run site: writes the course's page into a folder, to be opened from there or put on any static host.
import { relative, resolve } from "node:path";
import { bootstrap, root, runCommand } from "./bootstrap.mjs";
import { readFlags } from "./read-flags.mjs";

/** @type {import("./read-flags.mjs").Usage} */
const usage = {
  command: "npx tidemark site",
  help: `npx tidemark site [DIR]          writes the page into DIR (default: dist-site)

Open DIR/index.html in a browser, or put DIR on any static host. The page asks
for nothing from the network.

Examples:
  npx tidemark site
  npx tidemark site ../tidemark-page
`,
  flags: {},
  words: 1,
};

await runCommand(async () => {
  const asked = readFlags(usage, process.argv.slice(2));
  if (asked === null) return 0;
  await bootstrap();
  const folder = resolve(asked.words[0] ?? "dist-site");
  // the builder needs packages that bootstrap may just have installed
  const { buildSite } = await import("./site/build.mjs");
  const files = await buildSite(root, folder, (line) => process.stderr.write(`${line}\n`));
  const shown = relative(process.cwd(), folder);
  process.stdout.write(`${files.length} files in ${shown.startsWith("..") ? folder : shown || "."}\n`);
  for (const { file, gzip } of files)
    process.stdout.write(`  ${relative(folder, file).padEnd(28)} ${(gzip / 1000).toFixed(1)} kB gzip\n`);
  process.stdout.write("Open index.html in a browser.\n");
  return 0;
});
