/** A notebook in JupyterLab, driven through the page as its reader sees it. */
export class LabPage {
  /** @type {import("playwright-core").Page} */
  #page;
  /** @type {Set<string>} */
  #hosts = new Set();

  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.#page = page;
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith("http")) this.#hosts.add(hostname);
    });
  }

  /** @param {string} address */
  async open(address) {
    // Without what an earlier session had open.
    await this.#page.goto(`${address}&reset`);
    await this.#page.waitForSelector(".jp-NotebookPanel:visible .jp-Cell", { timeout: 60_000 });
    await this.#kernelIdle();
    const dirty = await this.#inPage("app.shell.currentWidget.context.model.dirty");
    if (dirty) throw new Error("the notebook counts as changed as soon as it is opened");
  }

  /** Runs all cells; those that are not meant to fail must have no error. */
  async runAll() {
    await this.#inPage("app.commands.execute('notebook:run-all-cells').catch(() => null)");
    await this.#page.waitForFunction(
      `(() => {
        const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells];
        return cells.every((cell) => cell.type !== "code" || cell.executionCount > 0 || cell.sharedModel.source.trim() === "");
      })()`,
      null,
      { timeout: 120_000 },
    );
    await this.#kernelIdle();
    const errors = await this.#inPage(`[...app.shell.currentWidget.content.model.cells].flatMap((cell, index) => {
      if (cell.type !== "code" || (cell.getMetadata("tags") ?? []).includes("raises-exception")) return [];
      return cell.outputs.toJSON().filter((output) => output.output_type === "error")
        .map((output) => "cell " + (index + 1) + ": " + output.ename + ": " + output.evalue);
    })`);
    if (errors.length > 0) throw new Error(errors.join("\n"));
  }

  /** A chart counts as drawn when its canvas has pixels of several colors. */
  async expectDrawnChart() {
    const index = await this.#inPage(`[...app.shell.currentWidget.content.model.cells].findIndex((cell) =>
      cell.type === "code" && cell.outputs.toJSON().some((output) => output.data?.["application/vnd.vegalite.v5+json"]))`);
    if (index < 0) throw new Error("no cell has a Vega-Lite output");
    await this.#inPage(`app.shell.currentWidget.content.scrollToItem(${index}, "center")`);
    const canvas = this.#page.locator(".jp-NotebookPanel:visible .jp-OutputArea-output canvas").first();
    await canvas.waitFor({ timeout: 30_000 });
    await canvas.scrollIntoViewIfNeeded();
    const colors = await canvas.evaluate((element) => {
      const { width, height } = /** @type {any} */ (element);
      const { data } = /** @type {any} */ (element).getContext("2d").getImageData(0, 0, width, height);
      const seen = new Set();
      for (let i = 0; i < data.length; i += 4) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]},${data[i + 3]}`);
      return seen.size;
    });
    if (colors < 3) throw new Error(`the chart's canvas has ${colors} colors: it is blank`);
  }

  /** Types the library's name and a dot, and waits for what it exports. */
  async expectCompletion() {
    await this.#typeInNewCell('import * as kit from "tidemark"; kit.rand');
    const answered = `[...document.querySelectorAll(".jp-Completer-item")].some((item) => item.textContent.includes("random"))
      || app.shell.currentWidget.content.activeCell.model.sharedModel.source.endsWith("kit.random")`;
    // The kernel's first answer takes a second; the page gives up waiting for it when the machine is busy. A reader
    // presses Tab again.
    for (let tries = 0; tries < 10; tries += 1) {
      await this.#page.keyboard.press("Tab");
      for (let looks = 0; looks < 30; looks += 1) {
        if (await this.#inPage(answered)) return this.#page.keyboard.press("Escape");
        await this.#page.waitForTimeout(100);
      }
    }
    throw new Error("no completion came");
  }

  /** A cell that never ends is interrupted, and says so. */
  async expectInterrupt() {
    await this.#typeInNewCell('console.log("begun"); await new Promise(() => {});');
    await this.#page.keyboard.press("Control+Enter");
    const outputs = "JSON.stringify(window.jupyterapp.shell.currentWidget.content.activeCell.model.outputs.toJSON())";
    await this.#page.waitForFunction(`${outputs}.includes("begun")`, null, { timeout: 60_000 });
    // A kernel that has printed and not begun to wait yet lets an interrupt pass. A reader presses again.
    for (let tries = 0; tries < 20; tries += 1) {
      await this.#inPage("app.commands.execute('notebook:interrupt-kernel')");
      for (let looks = 0; looks < 30; looks += 1) {
        if (await this.#page.evaluate(`${outputs}.includes("Interrupted")`)) return this.#kernelIdle();
        await this.#page.waitForTimeout(100);
      }
    }
    throw new Error("the cell was not interrupted");
  }

  async expectRestart() {
    await this.#inPage("app.shell.currentWidget.sessionContext.session.kernel.restart()");
    await this.#kernelIdle();
  }

  async expectOnlyLocalRequests() {
    this.#hosts.delete("127.0.0.1");
    if (this.#hosts.size > 0) throw new Error(`requests went to ${[...this.#hosts].join(", ")}`);
  }

  /** @param {string} path where the picture is written */
  async screenshot(path) {
    await this.#page.screenshot({ path });
  }

  /** @param {string} source */
  async #typeInNewCell(source) {
    await this.#inPage("app.commands.execute('notebook:enter-command-mode')");
    await this.#inPage("app.commands.execute('notebook:insert-cell-below')");
    await this.#inPage("app.commands.execute('notebook:enter-edit-mode')");
    await this.#page.keyboard.type(source, { delay: 10 });
  }

  async #kernelIdle() {
    await this.#page.waitForFunction(`${kernel}?.status === "idle"`, null, { timeout: 60_000 });
  }

  /**
   * @param {string} expression of `app`, JupyterLab's application
   * @returns {Promise<any>}
   */
  #inPage(expression) {
    return this.#page.evaluate(`(async () => { const app = window.jupyterapp; return ${expression}; })()`);
  }
}

const kernel = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel";
