import { autocompletion, closeBrackets, completeAnyWord } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript, typescriptLanguage } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

/** The editor of one exercise. */
export interface Editor {
  readonly text: () => string;
  readonly replace: (text: string) => void;
  readonly focus: () => void;
}

/**
 * Puts an editor for TypeScript into an element. Tab indents; Escape, then Tab leaves the editor, so that a keyboard alone
 * is enough.
 *
 * @param on `changed` at each edit, `run` at Ctrl+Enter (or Command+Enter)
 */
export function editorIn(
  parent: HTMLElement,
  text: string,
  on: { readonly changed: (text: string) => void; readonly run: () => void },
): Editor {
  const run = (): boolean => {
    on.run();
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        indentOnInput(),
        indentUnit.of("  "),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        javascript({ typescript: true }),
        typescriptLanguage.data.of({ autocomplete: completeAnyWord }),
        autocompletion(),
        syntaxHighlighting(classHighlighter),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          tabindex: "0",
          "aria-label": "Your code. Escape, then Tab leaves the editor.",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) on.changed(update.state.doc.toString());
        }),
        keymap.of([{ key: "Mod-Enter", run, preventDefault: true }, indentWithTab, ...historyKeymap, ...defaultKeymap]),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    replace: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    focus: () => view.focus(),
  };
}
