/** Acting on the sandbox: buttons that say what became of it, and small forms. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { beat } from '../state/journal-feed.ts';
import { reasonOf } from '../state/ask.ts';

export interface Acting {
  readonly busy: boolean;
  readonly fault: string | undefined;
  /** @returns whether it was done */
  act(what: () => Promise<unknown>): Promise<boolean>;
}

/** One thing at a time, with what went wrong with the last. */
export function useActing(after?: () => void): Acting {
  const state = useSignal<{ readonly busy: boolean; readonly fault?: string }>({ busy: false });
  return {
    busy: state.value.busy,
    fault: state.value.fault,
    async act(what) {
      state.value = { busy: true };
      try {
        await what();
        state.value = { busy: false };
        after?.();
        beat();
        return true;
      } catch (error) {
        state.value = { busy: false, fault: reasonOf(error) };
        return false;
      }
    },
  };
}

/** What is asked before something is done that cannot simply be taken back. */
export interface Question {
  readonly title: string;
  /** What it does to whom. */
  readonly text: string;
}

function Confirm({
  question: { title, text },
  yes,
  end,
  children,
}: {
  readonly question: Question;
  readonly yes: () => void;
  readonly end: () => void;
  readonly children: ComponentChildren;
}): VNode {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => box.current!.showModal(), []);
  return (
    <dialog ref={box} aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`} onClose={end}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p id={`${id}-text`}>{text}</p>
      <div class="actions">
        <button
          type="button"
          class="primary"
          onClick={() => {
            box.current!.close();
            yes();
          }}
        >
          {children}
        </button>
        <button type="button" onClick={() => box.current!.close()}>
          Cancel
        </button>
      </div>
    </dialog>
  );
}

export function Action({
  acting,
  does,
  label,
  asks,
  danger = false,
  primary = false,
  children,
}: {
  readonly acting: Acting;
  readonly does: () => Promise<unknown>;
  /** What it acts on, where the words on it do not say. */
  readonly label?: string;
  readonly asks?: Question | undefined;
  readonly danger?: boolean;
  readonly primary?: boolean;
  readonly children: ComponentChildren;
}): VNode {
  const asking = useSignal(false);
  const act = (): void => void acting.act(does);
  return (
    <>
      <button
        type="button"
        class={danger ? 'danger' : primary ? 'primary' : undefined}
        aria-label={label}
        disabled={acting.busy}
        onClick={() => (asks === undefined ? act() : (asking.value = true))}
      >
        {children}
      </button>
      {asking.value && asks !== undefined && (
        <Confirm question={asks} yes={act} end={() => (asking.value = false)}>
          {children}
        </Confirm>
      )}
    </>
  );
}

/** A field with its name above it. */
export function Field({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode {
  return (
    <label class="field">
      <span>{name}</span>
      {children}
    </label>
  );
}

/** What was typed into a form, by the names of its fields; empty ones are left out. */
export const fieldsOf = (form: HTMLFormElement): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [],
    ),
  );
