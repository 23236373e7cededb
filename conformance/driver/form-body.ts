/** Bodies that are forms, written and read as the contract says that their fields stand there. */
import type { CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import { FORM, MULTIPART } from '../../mock/contract/media-types.ts';
import { judgesOwnRequest } from '../../mock/contract/reachable-failures.ts';
import { readForm, writeValue } from '../../mock/contract/value-encoding.ts';
import type { Encoding } from '../../mock/contract/value-encoding.ts';
import type { FormFields } from '../check-context.ts';
import { coerce } from './answer-schema.ts';

/** Never part of a value that the suite makes. */
const BOUNDARY = 'conformance-suite-boundary';

/** The Content-Type header of a body; parts name what stands between them. */
export const sentType = (type: string): string => (type === MULTIPART ? `${type}; boundary=${BOUNDARY}` : type);

function writeForm(type: string, encoding: Encoding | undefined, fields: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    writeValue(name, encoding?.properties[name], value).map(([key, text]): [string, string] => [key, text]),
  );
  if (!type.startsWith(MULTIPART)) return new URLSearchParams(pairs).toString();
  const parts = pairs.map(
    ([name, text]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
  );
  return `${parts.join('')}--${BOUNDARY}--\r\n`;
}

function add(texts: Record<string, string | string[]>, name: string, text: string): void {
  const there = texts[name];
  texts[name] = there === undefined ? text : [there, text].flat();
}

function readTexts(type: string, body: string): Record<string, string | string[]> {
  const texts: Record<string, string | string[]> = {};
  if (type === FORM) for (const [name, text] of new URLSearchParams(body)) add(texts, name, text);
  else
    for (const part of body.split(`--${BOUNDARY}`)) {
      const [, name, text] = /name="([^"]*)"\r\n\r\n([^]*)\r\n$/.exec(part) ?? [];
      if (name !== undefined) add(texts, name, text!);
    }
  return texts;
}

/** Undefined for bodies that are no forms, and for those of OAuth endpoints, whose fields are what they are. */
export function formFields(
  { document }: CompiledContract,
  { action, body }: CompiledOperation,
  type: string,
): FormFields | undefined {
  if ((type !== FORM && type !== MULTIPART) || judgesOwnRequest(action)) return undefined;
  const encoding = body?.fields.get(type);
  const pointer = body?.content.get(type);
  return {
    read: (text) => coerce(document, pointer, readForm(encoding, readTexts(type, text))),
    write: (fields) => writeForm(type, encoding, fields),
  };
}
