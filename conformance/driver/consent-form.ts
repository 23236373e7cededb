/** Reads the form of a consent page, as a browser would, and fills it in with "yes". */
import type { Exchange } from '../exchange.ts';

export interface FilledForm {
  readonly method: string;
  /** As in the page; resolve it against the page's URL. */
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#x27': "'",
};

const unescape = (text: string): string =>
  text.replaceAll(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);

function attributes(tag: string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    [...tag.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)]
      .slice(1)
      .map(([, name, a, b, c]) => [name!.toLowerCase(), unescape(a ?? b ?? c ?? '')]),
  );
}

const tags = (html: string, name: string): string[] =>
  [...html.matchAll(new RegExp(`<${name}\\b[^>]*>`, 'gi'))].map(([tag]) => tag);

const YES = /approve|allow|accept|authori[sz]e|consent|continue|grant|yes/i;

interface Choice {
  readonly name: string | undefined;
  readonly value: string;
  readonly label: string;
}

/** The buttons' choice: the one that says yes, else the first. */
function yes(html: string): Readonly<Record<string, string>> {
  const choice = (tag: string, label: string): Choice => {
    const { name, value = '' } = attributes(tag);
    return { name, value, label };
  };
  const buttons = [...html.matchAll(/(<button\b[^>]*>)([\s\S]*?)<\/button>/gi)].map(([, tag = '', label = '']) =>
    choice(tag, label),
  );
  const inputs = tags(html, 'input')
    .filter((tag) => attributes(tag)['type'] === 'submit')
    .map((tag) => choice(tag, ''));
  const choices = [...buttons, ...inputs].filter(({ name = '' }) => name !== '');
  const chosen = choices.find(({ value, label }) => YES.test(value) || YES.test(label)) ?? choices[0];
  return chosen ? { [chosen.name!]: chosen.value } : {};
}

function selections(html: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...html.matchAll(/<select\b[^>]*>([\s\S]*?)<\/select>/gi)].flatMap(([tag, options = '']) => {
      const { name } = attributes(/<select\b[^>]*>/i.exec(tag)![0]);
      const [first] = tags(options, 'option').map(attributes);
      return name === undefined || first === undefined ? [] : [[name, first['value'] ?? '']];
    }),
  );
}

/**
 * The first form of a page, approved.
 *
 * @param known values for fields that a person would type in, by name
 * @returns undefined if the page has no form
 */
export function approval(
  { answerBody, url }: Exchange,
  known: Readonly<Record<string, string>> = {},
): FilledForm | undefined {
  const [form] = /<form\b[\s\S]*?<\/form>/i.exec(answerBody) ?? [];
  if (form === undefined) return undefined;
  const { method = 'get', action = url } = attributes(tags(form, 'form')[0]!);
  const inputs = tags(form, 'input')
    .map(attributes)
    .filter(({ name, type = 'text' }) => name !== undefined && !['submit', 'button', 'image', 'reset'].includes(type));
  const checked = inputs.filter(({ type, ...rest }) => type !== 'radio' || 'checked' in rest);
  const fields = Object.fromEntries(
    checked.map(({ name, value, type }) => [name!, known[name!] ?? value ?? (type === 'checkbox' ? 'on' : '')]),
  );
  const { id } = attributes(tags(form, 'form')[0]!);
  // Buttons elsewhere on the page may say that they are this form's.
  const outside = [...answerBody.replace(form, '').matchAll(/<button\b[\s\S]*?<\/button>/gi)]
    .map(([button]) => button)
    .filter((button) => id !== undefined && attributes(button.slice(0, button.indexOf('>') + 1))['form'] === id);
  return {
    method: method.toUpperCase(),
    action,
    fields: { ...fields, ...selections(form), ...yes(form + outside.join('')) },
  };
}
