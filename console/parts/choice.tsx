/** A field with a few values to choose from. */
import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { Field } from './form.tsx';

/** What a value is, and the words that people see. */
export type Option = readonly [value: string, words: string];

export function Choice({
  label,
  name,
  chosen,
  options,
}: {
  readonly label: string;
  /** In the form. */
  readonly name: string;
  readonly chosen: Signal<string>;
  readonly options: readonly Option[];
}): VNode {
  return (
    <Field name={label}>
      <select name={name} value={chosen.value} onChange={(event) => (chosen.value = event.currentTarget.value)}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
}
