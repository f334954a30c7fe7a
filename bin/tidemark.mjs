#!/usr/bin/env node
// The `tidemark` command. In a clone it builds first what has changed; in an installed package all is built.
import { existsSync } from "node:fs";

const kit = new URL("../tools/tidemark.mjs", import.meta.url);
await import(existsSync(kit) ? kit.href : new URL("../dist/cli/main.js", import.meta.url).href);
