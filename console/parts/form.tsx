/** Acting on the sandbox: buttons that say what became of it, and small forms. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
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

export function Action({
  acting,
  does,
  label,
  danger = false,
  primary = false,
  children,
}: {
  readonly acting: Acting;
  readonly does: () => Promise<unknown>;
  /** What it acts on, where the words on it do not say. */
  readonly label?: string;
  readonly danger?: boolean;
  readonly primary?: boolean;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <button
      type="button"
      class={danger ? 'danger' : primary ? 'primary' : undefined}
      aria-label={label}
      disabled={acting.busy}
      onClick={() => void acting.act(does)}
    >
      {children}
    </button>
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
