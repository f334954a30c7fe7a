import { describe, expect, it } from "vitest";
import { LiveBlock } from "../../src/cli/live-block.js";

/** As much of a terminal as the block needs: it writes, goes up, and deletes to the end of the screen. */
function screen(columns: number, rows: number) {
  let lines = [""];
  let row = 0;
  let column = 0;
  return {
    columns,
    rows,
    text: (): string => lines.join("\n"),
    write(text: string): void {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
      for (const [, up, erase, other] of text.matchAll(/\u001b\[(\d+)A|\u001b\[0(J)|([\s\S])/g)) {
        if (up !== undefined) row -= Number(up);
        else if (erase !== undefined) lines = [...lines.slice(0, row), lines[row]!.slice(0, column)];
        else if (other === "\r") column = 0;
        else if (other === "\n") {
          row++;
          column = 0;
          lines[row] ??= "";
        } else lines[row] = lines[row]!.slice(0, column++) + other;
      }
    },
  };
}

describe("LiveBlock", () => {
  it("writes over what it wrote before, also where the new block is shorter", () => {
    const terminal = screen(80, 24);
    const block = new LiveBlock(terminal);
    block.draw(["12 records", "  ####", "  #"]);
    block.draw(["13 records", "  #####"]);
    expect(terminal.text()).toBe("13 records\n  #####");
    block.draw(["14 records", "  ######", "  ##"]);
    expect(terminal.text()).toBe("14 records\n  ######\n  ##");
  });

  it("makes room for lines that stay", () => {
    const terminal = screen(80, 24);
    const block = new LiveBlock(terminal);
    terminal.write("first\n");
    block.draw(["a", "b"]);
    block.clear();
    terminal.write("second\n");
    block.draw(["c"]);
    expect(terminal.text()).toBe("first\nsecond\nc");
    block.clear();
    block.clear();
    expect(terminal.text()).toBe("first\nsecond\n");
  });

  it("fits into the screen, so that nothing wraps or scrolls, not even with a ^C behind it", () => {
    const terminal = screen(10, 3);
    new LiveBlock(terminal).draw(["123456789012", "b", "c", "d"]);
    expect(terminal.text()).toBe("1234567\nb");
  });
});
