/** A .http file, as editors send it: Visual Studio Code (REST Client), Visual Studio, JetBrains IDEs. */
import { queryText } from './exported-contract.ts';
import type { ExportedContract, ExportedRequest } from './exported-contract.ts';

const comment = (text: string): readonly string[] =>
  text === '' ? [] : text.split('\n').map((line) => `# ${line}`.trimEnd());

/** Editors know requests by names of these characters. */
const nameOf = (id: string): string => id.replaceAll(/\W+/g, '_');

/** Written out: not every editor makes a header of two variables. */
function basicHeader({ id, secret }: NonNullable<ExportedRequest['basic']>, { variables }: ExportedContract): string {
  const value = (text: string): string =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => variables.get(name) ?? '');
  return `Authorization: Basic ${Buffer.from(`${value(id)}:${value(secret)}`).toString('base64')}`;
}

function requestText(request: ExportedRequest, contract: ExportedContract): readonly string[] {
  const { id, name, description, method, path, query, headers, basic, body, keeps, signedBy } = request;
  return [
    `### ${name.replaceAll(/\s+/g, ' ')}`,
    ...comment(description),
    ...(signedBy === undefined ? [] : comment(signedBy)),
    ...(keeps === undefined
      ? []
      : comment(
          `Send it first: ${keeps.variable} is taken from its answer. In a JetBrains IDE, delete the line "@${keeps.variable}" above and\nput below this request: > {% client.global.set("${keeps.variable}", response.body.${keeps.fields.join('.')}) %}`,
        )),
    `# @name ${nameOf(id)}`,
    `${method} {{${contract.base}}}${path}${queryText(query)}`,
    ...headers.map(([header, value]) => `${header}: ${value}`),
    ...(basic === undefined ? [] : [basicHeader(basic, contract)]),
    ...(body === undefined ? [] : ['', body.text]),
    '',
  ];
}

export function httpFile(contract: ExportedContract): string {
  const { title, variables, requests } = contract;
  const kept = new Map(
    requests.flatMap(({ id, keeps }) =>
      keeps === undefined
        ? []
        : [[keeps.variable, `{{${nameOf(id)}.response.body.$.${keeps.fields.join('.')}}}`] as const],
    ),
  );
  return [
    `# ${title}`,
    '# Written by "tollgate export http".',
    '',
    ...[...variables].map(([name, value]) => `@${name} = ${kept.get(name) ?? value}`.trimEnd()),
    '',
    ...requests.flatMap((request) => requestText(request, contract)),
  ].join('\n');
}
