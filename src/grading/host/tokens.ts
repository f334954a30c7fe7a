/** A word, a string, a sign or a `/// <reference …>` of a TypeScript text. Comments and the texts of templates are none. */
export interface Token {
  readonly kind: "word" | "string" | "sign" | "reference";
  /** Of a string: its value. */
  readonly text: string;
  readonly at: number;
}

/** The tokens of a TypeScript text, as far as one can tell them without parsing it. */
export function tokensOf(source: string): Token[] {
  return new Scanner(source).scan();
}

/** In this order: `/// <reference …>`, comments, strings, words, and any other sign. */
const pattern =
  /(\/\/\/[ \t]*<[ \t]*(?:reference|amd)[^\n]*)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)'|([\p{ID_Start}$_][\p{ID_Continue}$]*)|(\S)/gu;
const regularExpression = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/uy;

class Scanner {
  readonly #tokens: Token[] = [];
  /** For each `${` that is open: how many braces were open before it. */
  readonly #templates: number[] = [];
  #braces = 0;
  #at = 0;

  constructor(readonly source: string) {}

  scan(): Token[] {
    for (;;) {
      pattern.lastIndex = this.#at;
      const match = pattern.exec(this.source);
      if (match === null) return this.#tokens;
      this.#at = pattern.lastIndex;
      const [, reference, double, single, word, sign] = match;
      const text = double ?? single;
      if (reference !== undefined) this.#add("reference", reference.trim(), match.index);
      else if (text !== undefined) this.#add("string", unescaped(text), match.index);
      else if (word !== undefined) this.#add("word", word, match.index);
      else if (sign !== undefined) this.#sign(sign, match.index);
    }
  }

  #add(kind: Token["kind"], text: string, at: number): void {
    this.#tokens.push({ kind, text, at });
  }

  #sign(sign: string, at: number): void {
    if (sign === "{") this.#braces++;
    if (sign === "}") this.#braces--;
    const closesExpression = sign === "}" && this.#templates.at(-1) === this.#braces;
    if (closesExpression) this.#templates.pop();
    if (sign === "`" || closesExpression) {
      this.#template(at);
      return;
    }
    if (sign === "/" && beginsExpression(this.#tokens.at(-1))) {
      regularExpression.lastIndex = at;
      this.#at += (regularExpression.exec(this.source)?.[0].length ?? 1) - 1;
    }
    this.#add("sign", sign, at);
  }

  /** Passes the text of a template, up to its end or to the expression that follows. */
  #template(at: number): void {
    const { source } = this;
    while (this.#at < source.length) {
      const character = source[this.#at++];
      if (character === "\\") this.#at++;
      if (character === "`") break;
      if (character === "$" && source[this.#at] === "{") {
        this.#at++;
        this.#templates.push(this.#braces++);
        break;
      }
    }
    this.#add("sign", "`", at);
  }
}

const beforeExpressions = ["return", "typeof", "case", "of", "in", "void", "yield", "await"];

/** Whether a slash behind this token begins a regular expression: behind a value it divides. */
function beginsExpression(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === "word") return beforeExpressions.includes(before.text);
  return before.kind === "sign" && !")]}`".includes(before.text);
}

/** The value of a string's text. */
const unescaped = (text: string): string =>
  text.replace(
    /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g,
    (_, braced, four, two, one) =>
      one === undefined ? String.fromCodePoint(Math.min(Number.parseInt(braced ?? four ?? two, 16), 0x10ffff)) : one,
  );
