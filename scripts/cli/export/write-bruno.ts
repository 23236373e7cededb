/** A Bruno collection: a folder of .bru files. @see https://docs.usebruno.com/bru-lang/overview */
import { bearerOf, isForm, isJson, queryText } from './exported-contract.ts';
import type { ExportedContract, ExportedRequest, Pairs } from './exported-contract.ts';
import { signingScript } from './signing-recipe.ts';

/** A block of lines that are indented, which is how Bruno knows its end. */
const block = (name: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${name} {`, ...lines.map((line) => (line === '' ? '' : `  ${line}`)), '}', ''];

const pairs = (values: Pairs): readonly string[] => values.map(([name, value]) => `${name}: ${value}`);

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function bodyBlock({ body }: ExportedRequest): { readonly kind: string; readonly lines: readonly string[] } {
  if (body === undefined) return { kind: 'none', lines: [] };
  if (isForm(body.type)) return { kind: 'form-urlencoded', lines: pairs([...new URLSearchParams(body.text)]) };
  return { kind: isJson(body.type) ? 'json' : 'text', lines: body.text.split('\n') };
}

function fileOf(request: ExportedRequest, base: string, seq: number): string {
  const { name, method, path, query, basic, keeps, signing, signedBy } = request;
  const { token, others } = bearerOf(request.headers);
  const body = bodyBlock(request);
  const signed =
    signing &&
    signingScript(signing, {
      before: ["const CryptoJS = require('crypto-js');"],
      get: (variable) => `bru.getEnvVar(${JSON.stringify(variable)})`,
      set: (variable) => `bru.setVar(${JSON.stringify(variable)}, ${variable});`,
      method: 'req.getMethod()',
      body: undefined,
    });
  const auth = basic !== undefined ? 'basic' : token !== undefined ? 'bearer' : 'none';
  const description = [request.description, signed === undefined ? (signedBy ?? '') : ''].filter((text) => text !== '');
  return [
    ...block('meta', [`name: ${oneLine(name)}`, 'type: http', `seq: ${seq}`]),
    ...block(method.toLowerCase(), [
      `url: {{${base}}}${path}${queryText(query)}`,
      `body: ${body.kind === 'form-urlencoded' ? 'formUrlEncoded' : body.kind}`,
      `auth: ${auth}`,
    ]),
    ...block('params:query', pairs(query)),
    ...block('headers', pairs(others)),
    ...(basic === undefined ? [] : block('auth:basic', [`username: ${basic.id}`, `password: ${basic.secret}`])),
    ...(token === undefined ? [] : block('auth:bearer', [`token: ${token}`])),
    ...block(`body:${body.kind}`, body.lines),
    ...block('script:pre-request', signed ?? []),
    ...(keeps === undefined
      ? []
      : block('script:post-response', [
          `bru.setVar(${JSON.stringify(keeps.variable)}, res.body${keeps.fields.map((field) => `[${JSON.stringify(field)}]`).join('')});`,
        ])),
    ...(description.length === 0 ? [] : block('docs', description.join('\n\n').split('\n'))),
  ].join('\n');
}

const fileName = (id: string): string => id.replaceAll(/[^\w.-]+/g, '-');

/** @returns the files of the folder, by their paths in it */
export function brunoFolder({ title, base, variables, requests }: ExportedContract): ReadonlyMap<string, string> {
  const kept = new Set(requests.flatMap(({ keeps }) => (keeps === undefined ? [] : [keeps.variable])));
  return new Map([
    ['bruno.json', `${JSON.stringify({ version: '1', name: title, type: 'collection', ignore: [] }, undefined, 2)}\n`],
    [
      'environments/sandbox.bru',
      // What a request keeps is no part of the environment, which would hide it.
      block('vars', pairs([...variables].filter(([name]) => !kept.has(name)))).join('\n'),
    ],
    ...requests.map((request, i) => [`${fileName(request.id)}.bru`, fileOf(request, base, i + 1)] as const),
  ]);
}
