import { describe, expect, it } from "vitest";
import { csv } from "../../src/charts/index.js";

describe("csv", () => {
  it("writes the names of the columns, then the rows", () => {
    expect(
      csv([
        { id: "a", late: true, ts: 1 },
        { id: "b", late: null, ts: 2 },
      ]),
    ).toBe("id,late,ts\na,true,1\nb,,2\n");
  });

  it("quotes what would be read as a separator", () => {
    expect(csv([{ "a,b": 'say "hi"', c: "two\nlines" }])).toBe('"a,b",c\n"say ""hi""","two\nlines"\n');
  });

  it("writes nothing for nothing", () => {
    expect(csv([])).toBe("");
  });
});
