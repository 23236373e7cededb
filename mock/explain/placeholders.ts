/** Texts that stand where a value should: a variable that is not set, a template that was not filled, an object as text. */
import type { Hint } from '../journal/journal.ts';
import { hint } from './words.ts';

interface Kind {
  readonly form: RegExp;
  /** After "a": `variable that is not set`. */
  readonly words: string;
  readonly next: Hint;
}

const KINDS: readonly Kind[] = [
  {
    form: /^\[object \w+\]$|^<(?:coroutine|function|bound method|built-in method|Future|Task)\b.*>$|^<[\w.]+ object(?: at 0x[\da-f]+)?>$|^Promise \{|^(?:async )?(?:function\b|\(\w*\) =>)/i,
    words: 'an object that was turned into text: a promise without await, or a whole object in place of its field',
    next: hint('Wait for it, and take the field:', 'const { access_token } = await getToken()'),
  },
  {
    form: /^%!\w?\(.*\)$/,
    words: "what Go's fmt writes for a value that does not fit its verb",
    next: hint('Look at the arguments of the format; of a pointer take the value:', 'fmt.Sprintf("%s", *value)'),
  },
  {
    form: /^(?:undefined|null|None|nil|<nil>|NaN|NULL)$/,
    words: 'a variable that is not set, turned into text',
    next: hint('Stop where it is not set, before anything is sent:', 'printenv | cut -d= -f1   # shows which are set'),
  },
  {
    form: /^(?:process\.env\.\w+|os\.environ\b.*|os\.getenv\(.*|import\.meta\.env\.\w+|ENV\[.*\]|System\.getenv\(.*|\$\(.*\)|`.+`)$/,
    words: 'code between quotation marks, which nothing ran',
    next: hint('Take the quotation marks away, so that it is run.'),
  },
  {
    form: /^(?:\$\{\{.*\}\}|\{\{.*\}\}|#\{.*\}|<%.*%>)$/,
    words: 'a template that was not filled in',
    next: hint(
      'Choose the environment that has the variable (in Postman and Bruno: at the top right), or fill the template before it is sent.',
    ),
  },
  {
    form: /^(?:\$\{?[A-Za-z_]\w*\}?|\$env:\w+|%[A-Za-z_]\w*%)$/,
    words: 'a variable that was not expanded: a shell leaves it as it is between single quotes',
    next: hint('Use double quotes:', 'curl -H "Authorization: Bearer $TOKEN" …'),
  },
  {
    // What is named so is no value of its own: that could be a secret, which must not be shown.
    form: /^(?:[<{[](?:[a-z_ .-]{0,30}\W|[a-z]+_)?(?:id|key|token|secret|code|name|value|tenant|user|password|uuid|slug|url|version|origin|scope|string|here)[>}\]]|:(?:[a-z]{1,12}_?)?(?:id|code|name|slug|uuid|key|token)|\{\}|your[-_ ].*|.*[-_ ]here|x{3,20}|\.{3}|…|todo|changeme|change[-_]me|replace[-_]?me|(?:insert|enter|put)[-_ ].*)$/i,
    words: 'a placeholder of a document or an example',
    next: hint('Put the real value there.'),
  },
];

export interface Placeholder {
  /** After "which is": what it is. */
  readonly words: string;
  readonly next: Hint;
}

/** @returns undefined for a text that may be a value */
export function placeholderIn(value: string): Placeholder | undefined {
  const text = value.trim().replaceAll(/^["']|["']$/g, '');
  return text.length > 200 ? undefined : KINDS.find(({ form }) => form.test(text));
}
