// The SQL editor. CodeMirror comes as a global from its own scripts.

const CodeMirror = globalThis.CodeMirror;
const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

/** The keys that run a statement, as they are written on this machine's keyboard. */
export const runKeys = isMac ? "⌘ ↵" : "Ctrl ↵";

/**
 * Makes an editor in place of a text area. `onRun` is called for Ctrl-Enter, `completions` gives tables with their
 * columns by name.
 */
export function makeEditor(textarea, { onRun, completions }) {
    const hint = (editor) => editor.showHint({
        hint: CodeMirror.hint.sql, tables: completions(), completeSingle: false, closeCharacters: /[;()\s]/,
    });
    const editor = CodeMirror.fromTextArea(textarea, {
        mode: "text/x-pgsql",
        lineNumbers: true,
        lineWrapping: true,
        matchBrackets: true,
        autoCloseBrackets: true,
        indentUnit: 4,
        placeholder: textarea.placeholder,
        viewportMargin: 30,
        screenReaderLabel: "SQL statement",
        extraKeys: {
            "Ctrl-Enter": onRun,
            "Cmd-Enter": onRun,
            "Ctrl-Space": hint,
            "Ctrl-/": "toggleComment",
            "Cmd-/": "toggleComment",
            // Tab leaves the editor, as everywhere on the page.
            Tab: false,
            "Shift-Tab": false,
        },
    });
    let mark;
    return {
        get text() { return editor.getValue(); },
        set text(value) {
            editor.setValue(value);
            editor.focus();
        },
        /** The selected text with its offset, or nothing. */
        get selection() {
            const sql = editor.getSelection();
            return sql.trim() ? { sql, start: editor.indexFromPos(editor.getCursor("from")) } : undefined;
        },
        get cursor() { return editor.indexFromPos(editor.getCursor()); },
        insert(text) {
            editor.replaceSelection(text);
            editor.focus();
        },
        /** Underlines the word at an offset, and goes there. */
        markError(offset) {
            const from = editor.posFromIndex(offset);
            const word = editor.findWordAt(from);
            const to = CodeMirror.cmpPos(word.head, from) > 0 ? word.head : editor.posFromIndex(offset + 1);
            mark = editor.markText(from, to, { className: "sql-error" });
            editor.setCursor(from);
        },
        clearError() {
            mark?.clear();
        },
    };
}
