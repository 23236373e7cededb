/**
 * A Redocly rule: the value of every `x-` key of the vocabulary is valid, and the key stands where it means something.
 * Other tools' `x-` keys are let pass, but for those that are most likely a misspelt one of ours.
 */
import type { Location, LocationObject, Oas3Rule, Plugin, UserContext } from '#openapi-core';
import { nearest } from '../did-you-mean.ts';
import { explain } from './explain-schema-error.ts';
import { fakerMethods } from './faker-methods.ts';
import { isSlipOf } from './misspelt-key.ts';
import { readVocabulary } from './vocabulary-schema.ts';
import type { Slot, Vocabulary } from './vocabulary-schema.ts';

/** Redocly's names for the OpenAPI objects that are slots; any other object takes only the keys of `anywhere`. */
const SLOTS: Readonly<Record<string, Slot>> = {
  Root: 'root',
  SecurityScheme: 'security-scheme',
  Parameter: 'parameter',
  Operation: 'operation',
  Response: 'response',
  Example: 'example',
  Header: 'header',
  Schema: 'schema',
};

/** A key of the vocabulary where it means nothing. */
const MISPLACED = 'misplaced-key';

/** A key that is nearly one of the vocabulary. */
const MISSPELT = 'misspelt-key';

interface Context {
  readonly report: (problem: { message: string; suggest: string[]; location: LocationObject; ruleId?: string }) => void;
  readonly type: UserContext['type'];
  readonly location: Location;
}

export function vocabularyPlugin(): Plugin {
  const vocabulary = readVocabulary();
  const faker = fakerMethods();
  const rule: Oas3Rule = () => ({
    any: { enter: (node: unknown, context: UserContext) => judge(vocabulary, faker, node, context) },
    // Keys beside a `$ref` are not part of the object it leads to.
    ref: {
      enter: (node: object, context: UserContext) =>
        judge(vocabulary, faker, node, {
          report: (problem) => context.report(problem),
          type: context.type,
          location: context.rawLocation,
        }),
    },
  });
  return { id: 'contract', rules: { oas3: { vocabulary: rule } } };
}

function judge(
  vocabulary: Vocabulary,
  faker: readonly string[],
  node: unknown,
  { report, type, location }: Context,
): void {
  // Maps have names of the author's choosing, not extensions.
  if (typeof node !== 'object' || node === null || type.extensionsPrefix === undefined) return;
  const slot = SLOTS[type.name] ?? 'anywhere';
  // Redocly types the place of a key as anything.
  const keyAt = (path: readonly string[]): LocationObject => location.child([...path]).key() as LocationObject;
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (!key.startsWith('x-')) continue;
    const validate = vocabulary.validator(slot, key);
    if (validate === undefined) {
      const stray = strayKey(vocabulary, slot, key);
      if (stray !== undefined) report({ ...stray, location: keyAt([key]) });
    } else if (!validate(value)) {
      for (const { path, message, suggestion } of explain(validate.errors ?? [])) {
        const where = path.length === 0 ? key : `${key}: ${path.join('.')}`;
        report({
          message: `${where}: ${message}`,
          suggest: suggestion === undefined ? [] : [suggestion],
          location: keyAt([key, ...path]),
        });
      }
    } else if (key === 'x-faker' && !faker.includes(value as string)) {
      report({
        message: `${key}: faker has no method "${value as string}"`,
        suggest: guess(value as string, faker),
        location: keyAt([key]),
      });
    }
  }
}

const here = (slot: Slot): string =>
  slot === 'anywhere'
    ? 'here'
    : `on ${slot === 'root' ? 'the document' : `${/^[aeiou]/.test(slot) ? 'an' : 'a'} ${slot.replace('-', ' ')}`}`;

function guess(word: string, candidates: readonly string[]): string[] {
  const near = nearest(word, candidates);
  return near === undefined ? [] : [`did you mean "${near}"?`];
}

/** What is wrong with a key that is none of the vocabulary's in this place; nothing, where it is another tool's. */
function strayKey(
  vocabulary: Vocabulary,
  slot: Slot,
  key: string,
): { readonly ruleId: string; readonly message: string; readonly suggest: string[] } | undefined {
  const slots = vocabulary.slotsOf(key);
  if (slots.length > 0)
    return {
      ruleId: MISPLACED,
      message: `"${key}" says nothing ${here(slot)}`,
      suggest: [`it can stand ${slots.map(here).join(', ')}`],
    };
  const meant = vocabulary.keys(slot).find((known) => isSlipOf(key, known));
  return meant === undefined
    ? undefined
    : {
        ruleId: MISSPELT,
        message: `"${key}" is not a key of the vocabulary ${here(slot)}, and is ignored`,
        suggest: [`did you mean "${meant}"?`],
      };
}
