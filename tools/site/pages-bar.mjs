/** @type {readonly { name: string, to: string }[]} */
const bar = [
  { name: "The tide", to: "index.html" },
  { name: "Lessons", to: "lessons/index.html" },
  { name: "Exercises", to: "exercises/index.html" },
];

/**
 * The line of links at the top of every page.
 *
 * @param {string} current the name of the page's own link
 * @param {string} up the way from the page to the site's folder: "" or "../" or "../../"
 */
export function pagesBar(current, up) {
  const links = bar.map(({ name, to }) =>
    name === current ? `<a href="${up}${to}" aria-current="page">${name}</a>` : `<a href="${up}${to}">${name}</a>`,
  );
  return `<a class="skip" href="#main">To the text</a>
    <nav class="pages" aria-label="Pages"><strong>Tidemark</strong> ${links.join(" ")}</nav>`;
}
