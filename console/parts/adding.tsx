/** A form that adds something to a provider. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { ask } from '../state/ask.ts';
import type { Sheet } from '../state/types.ts';
import { Value } from './copy.tsx';
import { Field, fieldsOf, useActing } from './form.tsx';
import { Fault } from './state.tsx';

/** A form that is out of the way until it is wanted. */
export function Adding({
  what,
  path,
  bodyOf = (fields) => fields,
  added = () => undefined,
  reload,
  children,
}: {
  readonly what: string;
  readonly path: string;
  readonly bodyOf?: (fields: Readonly<Record<string, string>>) => object;
  /** Told once it is there: a form starts anew. */
  readonly added?: () => void;
  readonly reload: () => void;
  readonly children: ComponentChildren;
}): VNode {
  const acting = useActing(reload);
  const box = useRef<HTMLDetailsElement>(null);
  const secret = useSignal<string | undefined>(undefined);
  return (
    <>
      {secret.value !== undefined && (
        <p role="status">
          The secret of what you added, in case the contract does not show it again:{' '}
          <Value text={secret.value} of={`the secret of ${what}`} />
        </p>
      )}
      <details class="adding" ref={box}>
        <summary>Add {what}</summary>
        <form
          class="fields"
          onSubmit={(event) => {
            event.preventDefault();
            const form = event.currentTarget;
            void acting.act(async () => {
              const body = bodyOf(fieldsOf(form));
              const made = await ask<{ readonly secret?: string | null }>(path, { method: 'POST', body });
              secret.value = made.secret ?? undefined;
              form.reset();
              added();
              box.current!.open = false;
            });
          }}
        >
          {children}
          <button type="submit" class="primary" disabled={acting.busy}>
            Add
          </button>
          {acting.fault !== undefined && <Fault text={acting.fault} />}
        </form>
      </details>
    </>
  );
}

export function TenantField({ tenants }: Pick<Sheet, 'tenants'>): VNode {
  return (
    <Field name="Tenant">
      <select name="tenant" required>
        {tenants.map(({ id, name }) => (
          <option key={id} value={id}>
            {name ?? id}
          </option>
        ))}
      </select>
    </Field>
  );
}
