/** Text that is meant to be taken elsewhere, with a button that takes it. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';

const SHOWN_MS = 1_500;

export function CopyButton({ text, of }: { readonly text: string; readonly of: string }): VNode {
  const state = useSignal<'idle' | 'copied' | 'failed'>('idle');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      state.value = 'copied';
    } catch {
      state.value = 'failed';
    }
    setTimeout(() => (state.value = 'idle'), SHOWN_MS);
  };
  const word = { idle: 'Copy', copied: 'Copied', failed: 'Select it' }[state.value];
  return (
    <button type="button" class="copy" aria-label={`${word}: ${of}`} onClick={() => void copy()}>
      {word}
    </button>
  );
}

/** A value on one line, cut where it is too long, copied whole. */
export function Value({ text, of }: { readonly text: string; readonly of: string }): VNode {
  return (
    <span class="value">
      <code title={text}>{text}</code>
      <CopyButton text={text} of={of} />
    </span>
  );
}

/** Several lines of code. */
export function Code({ text, of }: { readonly text: string; readonly of: string }): VNode {
  return (
    <div class="code">
      <pre tabIndex={0} role="group" aria-label={of}>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} of={of} />
    </div>
  );
}
