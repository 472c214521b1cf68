import { useCallback, useEffect, useRef, useState } from 'react';

const pauseMs = 180;

/**
 * A text that is typed, told to its owner once typing pauses. What the owner shows otherwise (a link, a reset) takes its place; an echo of what
 * was told, however late, does not: letters typed meanwhile stay.
 */
export function useTyped(value: string, onChange: (text: string) => void): { text: string; type: (text: string) => void; clear: () => void } {
  const [text, setText] = useState(value);
  const shown = useRef(value);
  const told = useRef<string[]>([]);
  const tell = useCallback((next: string) => {
    told.current.push(next);
    onChange(next);
  }, [onChange]);
  useEffect(() => {
    if (value === shown.current) return;
    shown.current = value;
    const echo = told.current.indexOf(value);
    if (echo === -1) setText(value);
    told.current = echo === -1 ? [] : told.current.slice(echo + 1);
  }, [value]);
  useEffect(() => {
    if (text === (told.current.at(-1) ?? shown.current)) return undefined;
    const timer = setTimeout(() => tell(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text, tell]);
  const clear = () => {
    setText('');
    tell('');
  };
  return { text, type: setText, clear };
}
