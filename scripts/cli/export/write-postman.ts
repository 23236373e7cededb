/** A Postman collection. @see https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html */
import { bearerOf, isForm, isJson, queryText } from './exported-contract.ts';
import type { ExportedContract, ExportedRequest, Pairs } from './exported-contract.ts';
import { signingScript } from './signing-recipe.ts';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

const listed = (pairs: Pairs): readonly object[] => pairs.map(([key, value]) => ({ key, value }));

const attributes = (pairs: Pairs): readonly object[] => pairs.map(([key, value]) => ({ key, value, type: 'string' }));

function authOf({ basic }: ExportedRequest, token: string | undefined): object {
  if (basic !== undefined)
    return {
      type: 'basic',
      basic: attributes([
        ['username', basic.id],
        ['password', basic.secret],
      ]),
    };
  return token === undefined ? { type: 'noauth' } : { type: 'bearer', bearer: attributes([['token', token]]) };
}

function bodyOf({ body }: ExportedRequest): object | undefined {
  if (body === undefined) return undefined;
  if (isForm(body.type)) return { mode: 'urlencoded', urlencoded: listed([...new URLSearchParams(body.text)]) };
  return {
    mode: 'raw',
    raw: body.text,
    options: { raw: { language: isJson(body.type) ? 'json' : 'text' } },
  };
}

const script = (listen: 'prerequest' | 'test', exec: readonly string[]): object => ({
  listen,
  script: { type: 'text/javascript', exec },
});

function itemOf(request: ExportedRequest, base: string): object {
  const { name, method, path, query, keeps, signing, signedBy } = request;
  const { token, others } = bearerOf(request.headers);
  const signed =
    signing &&
    signingScript(signing, {
      before: [],
      get: (variable) => `pm.variables.get(${JSON.stringify(variable)})`,
      set: (variable) => `pm.variables.set(${JSON.stringify(variable)}, ${variable});`,
      method: 'pm.request.method',
      body: "pm.variables.replaceIn(pm.request.body?.raw ?? '')",
    });
  const events = [
    ...(signed === undefined ? [] : [script('prerequest', signed)]),
    ...(keeps === undefined
      ? []
      : [
          script('test', [
            'pm.test("It is answered with a token", () => pm.response.to.be.success);',
            `pm.collectionVariables.set(${JSON.stringify(keeps.variable)}, pm.response.json()${keeps.fields.map((field) => `[${JSON.stringify(field)}]`).join('')});`,
          ]),
        ]),
  ];
  const description = [request.description, ...(signed === undefined && signedBy !== undefined ? [signedBy] : [])];
  const body = bodyOf(request);
  return {
    name,
    ...(events.length > 0 && { event: events }),
    request: {
      method,
      description: description.filter((text) => text !== '').join('\n\n'),
      auth: authOf(request, token),
      header: listed(others),
      ...(body !== undefined && { body }),
      url: {
        raw: `{{${base}}}${path}${queryText(query)}`,
        host: [`{{${base}}}`],
        path: path.split('/').slice(1),
        ...(query.length > 0 && { query: listed(query) }),
      },
    },
    response: [],
  };
}

export function postmanCollection({ title, base, variables, requests }: ExportedContract): string {
  const collection = {
    info: {
      name: title,
      description:
        'Written by "tollgate export postman". Run the requests for tokens first: later ones use what they keep.',
      schema: SCHEMA,
    },
    item: requests.map((request) => itemOf(request, base)),
    variable: [...variables].map(([key, value]) => ({ key, value, type: 'string' })),
  };
  return `${JSON.stringify(collection, undefined, 2)}\n`;
}
