import { autocompletion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { look } from '../look.ts';
import type { PlacedProblem } from './locate.ts';

export interface EditorProps {
  readonly label: string;
  readonly text: string;
  readonly problems: readonly PlacedProblem[];
  readonly onChange: (text: string) => void;
  /** Ctrl+Enter or ⌘+Enter. */
  readonly onSubmit: () => void;
}

/** A YAML editor. Tab indents; Escape, then Tab, leaves it, as CodeMirror does for the keyboard. */
export function Editor({ label, text, problems, onChange, onSubmit }: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const calls = useRef({ onChange, onSubmit });
  useEffect(() => {
    calls.current = { onChange, onSubmit };
  });
  useEffect(() => {
    const submit = Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => (calls.current.onSubmit(), true) }]));
    const changed = EditorView.updateListener.of((update) => {
      if (update.docChanged) calls.current.onChange(update.state.doc.toString());
    });
    const keys = keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]);
    const named = EditorView.contentAttributes.of({ 'aria-label': label, role: 'textbox', 'aria-multiline': 'true' });
    const features = [lineNumbers(), history(), indentOnInput(), bracketMatching(), autocompletion(), highlightActiveLine(), lintGutter(), search({ top: true }), EditorState.tabSize.of(2), yaml()];
    view.current = new EditorView({ parent: place.current!, extensions: [submit, keys, features, look, changed, named] });
    return () => view.current?.destroy();
  }, [label]);
  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== text) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text, label]);
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const length = editor.state.doc.length;
    const shown = problems.filter(({ line }) => line !== undefined).map(({ from, to, message }) => ({ from: Math.min(from, length), to: Math.min(Math.max(from, to), length), severity: 'error' as const, message }));
    editor.dispatch(setDiagnostics(editor.state, shown));
  }, [problems, label]);
  return <div className="editor" ref={place} />;
}
