import { describe, expect, it } from "vitest";
import { changed } from "../../src/grading/kit/change-text.js";

describe("a changed text", () => {
  it("has each text that was found replaced", () => {
    const changes = [
      { find: "b", put: "a" },
      { find: "a <", put: "b <=" },
    ];
    expect(changed("a < b;", changes)).toBe("b <= a;");
  });

  it("is searched for words: any space stands for any other", () => {
    expect(changed("if (x) {\n    go();\n}", [{ find: "if (x) { go(); }", put: "" }])).toBe("");
  });

  it("has several lines indented as the place that they come to", () => {
    const put = `
          first();
          if (then) {
            second();
          }
        `;
    expect(changed("{\n  here();\n}\n", [{ find: "here();", put }])).toBe(
      "{\n  first();\n  if (then) {\n    second();\n  }\n}\n",
    );
  });

  it("is refused where a text is found nowhere, or twice, or where two changes overlap", () => {
    expect(() => changed("a a", [{ find: "a", put: "b" }])).toThrow('"a" is found 2 times; expected once');
    expect(() => changed("a", [{ find: "b", put: "a" }])).toThrow('"b" is found nowhere; expected once');
    expect(() => changed("a", [{ find: " ", put: "a" }])).toThrow("expected once");
    const overlapping = [
      { find: "a b", put: "" },
      { find: "b c", put: "" },
    ];
    expect(() => changed("a b c", overlapping)).toThrow("two changes overlap");
  });
});
