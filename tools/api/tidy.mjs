const reference = /^### (\S+)\n\nRe-exports \[\S+\]\(([^)]+)\)(?:\n\n\*\*\*\n\n|\n*$)/gm;

/**
 * A page with its names from other doors as one list a door, not as a section each.
 *
 * @param {string} page
 */
export function tidy(page) {
  const [own = "", references] = page.split("## References\n\n");
  if (references === undefined) return page;
  /** @type {Map<string, string[]>} */
  const byDoor = new Map();
  for (const [, name = "", target = ""] of references.matchAll(reference)) {
    const door = (target.split(".md")[0] ?? "").replace("tidemark.", "tidemark/");
    byDoor.set(door, [...(byDoor.get(door) ?? []), `[\`${name}\`](${target})`]);
  }
  const lists = [...byDoor]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([door, links]) => `### From ${door}\n\n${links.join(", ")}\n`);
  return `${own}## Names from the rooms\n\n${lists.join("\n")}`;
}

/**
 * The page that leads to the others: each door with its first sentence.
 *
 * @param {ReadonlyMap<string, string>} pages
 */
export function frontPage(pages) {
  const doors = [...pages].filter(([name]) => name !== "README.md");
  const rows = doors.map(([name, text]) => {
    const [, title = name, about = ""] = /^# (.*)\n\n([\s\S]*?)\n\n/.exec(text) ?? [];
    return `| [${title}](${name}) | ${about.replaceAll("\n", " ")} |`;
  });
  return `# API reference

Every public name, by the door that it is behind. What the steps compute is said in [semantics.md](../semantics.md).
Made from the doc comments by \`npm run api\`; a change here is lost.

| door | what is behind it |
|---|---|
${rows.join("\n")}
`;
}
