/** Makes the requests of a contract, with the credentials that its sandbox has from the start. */
import type { SeedKey } from '../../../specs/generated/vocabulary.ts';
import { describeCredentials } from '../../../mock/control/control-credentials.ts';
import { describeOperation } from '../../../mock/control/control-operations.ts';
import { prepare } from '../../../mock/control/prepare-request.ts';
import type {
  CompiledContract,
  CompiledMethod,
  CompiledOperation,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import { exampleBody, exampleClient, mayUse } from '../../../mock/contract/examples/curl-example.ts';
import { flatten } from '../../../mock/contract/json-schemas.ts';
import { at } from '../../../mock/contract/openapi-document.ts';
import { quote } from '../../../mock/contract/shell-quote.ts';
import type { Document, Schema } from '../../../mock/contract/openapi-document.ts';
import { idOf, partitionIn } from '../../../mock/resources/record-keys.ts';
import { findRecords } from '../../../mock/resources/query-records.ts';
import type { World } from '../../../mock/sandboxes/sandbox.ts';
import { environmentOf, variable } from '../running/credentials-text.ts';
import { isJson } from './exported-contract.ts';
import type { ExportedContract, ExportedRequest } from './exported-contract.ts';
import { signingRecipe } from './signing-recipe.ts';
import { signs } from '../../../mock/contract/signature-kinds.ts';

/** What ends something that other requests need, in the order of what still works afterwards. */
const ENDINGS = ['resource.delete', 'key.regenerate', 'end_session', 'session.close', 'token.revoke'];

/** Names for values: those of `tollgate env` where they hold the value, else new ones. */
class Variables {
  readonly found: Map<string, string>;
  readonly #contract: string;

  constructor(contract: string, environment: Readonly<Record<string, string>>) {
    this.#contract = contract;
    this.found = new Map(Object.entries(environment));
  }

  nameOf(value: string, ...words: readonly string[]): string {
    const base = variable(this.#contract, ...words);
    for (let count = 1; ; count++) {
      const name = count === 1 ? base : `${base}_${count}`;
      if (!this.found.has(name)) this.found.set(name, value);
      if (this.found.get(name) === value) return name;
    }
  }
}

const inBraces = (name: string): string => `{{${name}}}`;

/** Where an answer's schema has a fact: the names of the fields that lead to it. */
function fieldsTo(document: Document, schema: Schema, fact: string, depth = 0): string[] | undefined {
  const { node } = flatten(document, { node: schema, pointer: '#' });
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    const inner = flatten(document, { node: property, pointer: '#' }).node as Schema & { 'x-fill'?: string };
    if (inner['x-fill'] === fact) return [name];
    const below = depth < 5 && inner.properties !== undefined && fieldsTo(document, inner, fact, depth + 1);
    if (below) return [name, ...below];
  }
  return undefined;
}

/** How a token or a session of a credential is got without a browser: by which operation, and where it is then. */
interface Issuer {
  readonly operation: CompiledOperation;
  readonly fields: readonly string[];
}

/** A session may have an identifier too, which opens nothing where there is a token. */
const SECRET_FACTS = ['token.access_token', 'session.token', 'session.id'];

function issuers(contract: CompiledContract): ReadonlyMap<string, Issuer> {
  const found = new Map<string, Issuer>();
  for (const operation of contract.operations) {
    const { action } = operation;
    if (action.type !== 'token.issue' && action.type !== 'session.open') continue;
    if (found.has(action.credential) || isBound(contract, action.credential)) continue;
    if (exampleBody(contract, operation) === undefined) continue;
    const [answer] = operation.answers;
    const response = answer && (at(contract.document, answer.pointer.replace(/\/content\/.*$/, '')) as object);
    const fields = response && secretFields(contract.document, response);
    if (fields !== undefined) found.set(action.credential, { operation, fields });
  }
  return found;
}

function secretFields(document: Document, response: object): string[] | undefined {
  const { content = {} } = response as { content?: Readonly<Record<string, { schema?: Schema }>> };
  for (const fact of SECRET_FACTS)
    for (const { schema } of Object.values(content)) {
      const fields = schema && fieldsTo(document, schema, fact);
      if (fields !== undefined) return fields;
    }
  return undefined;
}

/** Tokens that are bound to a key of the client's own need a proof with every request. */
function isBound(contract: CompiledContract, credential: string): boolean {
  const rule = contract.credentials.get(credential);
  return rule?.kind === 'token' && rule.dpop?.required === true;
}

/** One credential on a request. */
type Given =
  | { readonly method: CompiledMethod; readonly key: SeedKey }
  | { readonly method: CompiledMethod; readonly token: string; readonly issued: boolean };

const isReady = (one: Given): boolean => 'key' in one || one.issued;

const carries = (all: readonly Given[], credential: string): boolean =>
  all.some(({ method }) => method.credential === credential);

/**
 * @param base URL of the contract, as the requests have it
 * @param url of the server, whose control plane signs requests for the sandbox of that name
 */
export async function collectRequests(
  world: World,
  base: string,
  { url, sandbox }: { readonly url: string; readonly sandbox: string | undefined },
): Promise<ExportedContract> {
  const control = `${url}/_tollgate`;
  const search = sandbox === undefined ? '' : `?sandbox=${sandbox}`;
  const { contract } = world;
  const sheet = await describeCredentials(world, base);
  const variables = new Variables(contract.name, environmentOf(sheet));
  const issuing = issuers(contract);
  const shown = new Set(
    sheet.keys.filter(({ secret, status }) => secret !== null && status === 'active').map(({ id }) => id),
  );

  const givenBy = (requirement: CompiledRequirement): readonly Given[] | undefined => {
    const { method, also = [] } = requirement;
    const own = givenOf(requirement, method);
    const others = also.map((one) => givenBy(one));
    return own === undefined || others.includes(undefined) ? undefined : [own, ...others.flatMap((one) => one ?? [])];
  };
  const givenOf = (requirement: CompiledRequirement, method: CompiledMethod): Given | undefined => {
    if (method.kind === 'token' || method.kind === 'session')
      return {
        method,
        token: variables.nameOf('', method.credential),
        issued: issuing.has(method.credential),
      };
    const key = (contract.seed.keys ?? []).find((one) => shown.has(one.id) && mayUse(contract, one, requirement));
    return key && { method, key };
  };

  const used = new Set<string>();
  const choicesOf = ({ requirements }: CompiledOperation): readonly (readonly Given[])[] =>
    requirements.map((one) => givenBy(one)).filter((one) => one !== undefined);

  /** @param wanted credential that it must come with; any that is at hand without it */
  const requestOf = async (operation: CompiledOperation, wanted?: string): Promise<ExportedRequest> => {
    const described = describeOperation(contract, operation);
    const choices = choicesOf(operation);
    const chosen =
      (wanted === undefined ? undefined : choices.find((all) => carries(all, wanted))) ??
      choices.find((all) => all.every(isReady)) ??
      (operation.anonymous ? [] : (choices[0] ?? []));
    if (chosen.every(isReady)) for (const { method } of chosen) used.add(method.credential);
    const tenant =
      chosen.flatMap((one) => ('key' in one ? [one.key.tenant] : []))[0] ??
      (chosen.some((one) => 'token' in one) ? exampleClient(contract)?.tenant : undefined) ??
      contract.seed.tenants[0]?.id;
    const inPath = await pathValues(world, operation, tenant, described, variables, shown);
    const parameters = described.parameters.flatMap(({ name, in: place, value, required }) => {
      const isTenant = operation.identifiers.some(
        (one) => one.name === name && one.in === place && one.identifier?.kind === 'tenant',
      );
      const text =
        place === 'path'
          ? (inPath.get(name) ?? value ?? 'example')
          : isTenant && required
            ? (tenant ?? value)
            : required
              ? value
              : undefined;
      return text === undefined ? [] : [{ in: place, name, value: text }];
    });
    const shownBody = described.bodies.find(({ type }) => isJson(type)) ?? described.bodies[0];
    const body = shownBody && { type: shownBody.type, example: seededBody(contract, operation, shownBody, variables) };
    const signed = chosen.find((one) => signs(one.method));
    const shownOnes = chosen.filter((one) => one !== signed);
    const asked = { parameters, ...(body !== undefined && { content_type: body.type, body: body.example }) };
    const prepared = await prepare(world, operation, base, {
      ...asked,
      credentials: shownOnes.map((one) =>
        'key' in one
          ? {
              credential: one.method.credential,
              id: inBraces(variables.nameOf(one.key.id, one.key.credential, 'ID')),
              secret: inBraces(variables.nameOf(one.key.secret ?? '', one.key.credential, 'SECRET')),
            }
          : { credential: one.method.credential, secret: inBraces(one.token) },
      ),
    });
    const address = new URL(prepared.url);
    const signing =
      signed && 'key' in signed
        ? signingRecipe(contract, signed.method, {
            id: variables.nameOf(signed.key.id, signed.key.credential, 'ID'),
            secret: variables.nameOf(signed.key.secret ?? '', signed.key.credential, 'SECRET'),
          })
        : undefined;
    const headers = prepared.headers.map(([name = '', value = '']) => [name, value] as const);
    const basicHeader = headers.find(([name, value]) => name === 'Authorization' && value.startsWith('Basic '));
    const basic = basicHeader ? basicPair(basicHeader[1]) : clientPair(contract, operation, body?.example, variables);
    const keeps = [...issuing].find(([, issuer]) => issuer.operation === operation);
    const missing = chosen.flatMap((one) => ('token' in one && !one.issued ? [one] : []));
    const fromSigned = signing?.placed ?? { query: [], headers: [] };
    return {
      id: wanted === undefined ? operation.id : `${operation.id}_by_${wanted}`,
      name: `${described.summary ?? operation.id}${wanted === undefined ? '' : ` (by ${wanted})`}`,
      description: [
        described.description?.trim() ?? '',
        ...missing.map(({ method, token }) =>
          isBound(contract, method.credential)
            ? `It wants a token of "${method.credential}" and a DPoP proof for each request, which no collection can hold.`
            : `It wants a ${method.kind} of "${method.credential}", which a person gets with a browser: put it into the variable ${token}.`,
        ),
        ...(chosen.length === 0 && !operation.anonymous && operation.requirements.length > 0
          ? [
              `It wants one of: ${described.credentials.join(', ')}. No seeded credential fits it; "tollgate creds ${contract.name}" lists them.`,
            ]
          : []),
      ]
        .filter((text) => text !== '')
        .join('\n\n'),
      method: operation.method,
      path: prepared.url
        .slice(base.length)
        .split('?', 1)[0]!
        .replaceAll(/%7B%7B(\w+)%7D%7D/g, '{{$1}}'),
      query: [...address.searchParams, ...fromSigned.query],
      headers: [...headers.filter((one) => one !== basicHeader), ...fromSigned.headers],
      basic,
      body: prepared.body === undefined || body === undefined ? undefined : { type: body.type, text: prepared.body },
      keeps: keeps && { variable: variables.nameOf('', keeps[0]), fields: keeps[1].fields },
      signing: signing?.recipe,
      signedBy:
        signed && 'key' in signed
          ? signedText(
              `${control}/operations/${contract.name}/${operation.id}/request${search}`,
              { ...asked, credentials: [{ credential: signed.method.credential, id: signed.key.id }] },
              signed.method.credential,
            )
          : undefined,
    };
  };

  const tokens = new Set([...issuing.values()].map(({ operation }) => operation));
  const rank = (operation: CompiledOperation): number =>
    tokens.has(operation) ? 0 : 2 + ENDINGS.indexOf(operation.action.type);
  const inOrder = contract.operations.toSorted((one, other) => rank(one) - rank(other));
  const endings = inOrder.findIndex((operation) => rank(operation) > 1);
  const requests: ExportedRequest[] = [];
  for (const operation of inOrder) requests.push(await requestOf(operation));
  // Credentials that no request came with, since each operation takes another one too: an example of each.
  const others: ExportedRequest[] = [];
  for (const credential of contract.credentials.keys()) {
    if (used.has(credential)) continue;
    const taking = contract.operations
      .filter((one) => rank(one) === 1 && choicesOf(one).some((all) => all.every(isReady) && carries(all, credential)))
      .toSorted((one, other) => Number(other.method === 'GET') - Number(one.method === 'GET'))[0];
    if (taking !== undefined) others.push(await requestOf(taking, credential));
  }
  requests.splice(endings === -1 ? requests.length : endings, 0, ...others);
  return {
    name: contract.name,
    title: contract.title,
    base: variable(contract.name, 'BASE_URL'),
    sheet,
    variables: variables.found,
    requests,
  };
}

/** How the sandbox, which has the key and the clock, gives the request with its signature. */
const signedText = (address: string, asked: object, credential: string): string =>
  `It must be signed by "${credential}". The sandbox gives the signed request, as headers and as a curl line:\n${['curl', address, '-H', 'Content-Type: application/json', '-d', JSON.stringify(asked)].map(quote).join(' ')}`;

function basicPair(header: string): { id: string; secret: string } {
  const [id = '', secret = ''] = Buffer.from(header.slice('Basic '.length), 'base64').toString().split(':');
  return { id, secret };
}

/** Both halves are form-urlencoded before they are joined (RFC 6749 §2.3.1). */
function clientPair(
  contract: CompiledContract,
  { action }: CompiledOperation,
  body: string | undefined,
  variables: Variables,
): ExportedRequest['basic'] {
  const client = exampleClient(contract);
  if (client?.client_secret === undefined || !('client_authentication' in action)) return undefined;
  if (action.client_authentication[0] !== 'client_secret_basic') return undefined;
  // The contract's own example says who asks.
  if (/\bclient_(?:id|assertion)\b/.test(body ?? '')) return undefined;
  return {
    id: inBraces(variables.nameOf(encodeURIComponent(client.client_id), 'CLIENT_ID')),
    secret: inBraces(variables.nameOf(encodeURIComponent(client.client_secret), 'CLIENT_SECRET')),
  };
}

/** A body that names a token names the one that an earlier request got; and no client asks that there is not. */
function seededBody(
  contract: CompiledContract,
  { action }: CompiledOperation,
  { type, example }: { readonly type: string; readonly example: string },
  variables: Variables,
): string {
  if (!('client_authentication' in action)) return example;
  const [parameter, token] =
    action.type === 'token.revoke' || action.type === 'token.introspect'
      ? [action.parameter ?? 'token', inBraces(variables.nameOf('', action.credential))]
      : [];
  if (isJson(type))
    return parameter === undefined
      ? example
      : JSON.stringify({ ...(JSON.parse(example) as object), [parameter]: token }, undefined, 2);
  const form = new URLSearchParams(example);
  if (parameter !== undefined) form.set(parameter, token!);
  const asking = form.get('client_id');
  if (asking !== null && !contract.clients.has(asking))
    for (const name of ['client_id', 'client_secret', 'client_assertion_type', 'client_assertion']) form.delete(name);
  return form.toString().replaceAll('%7B%7B', '{{').replaceAll('%7D%7D', '}}');
}

/** Ids of what is there from the start: what a path names. */
async function pathValues(
  world: World,
  operation: CompiledOperation,
  tenant: string | undefined,
  { parameters }: Pick<ReturnType<typeof describeOperation>, 'parameters'>,
  variables: Variables,
  shown: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const { contract } = world;
  const { action } = operation;
  const values = new Map<string, string>();
  const names = new Set(parameters.flatMap(({ name, in: place }) => (place === 'path' ? [name] : [])));
  const own = 'path_parameter' in action ? action.path_parameter : undefined;
  if (action.type === 'session.close' && own !== undefined)
    values.set(own, inBraces(variables.nameOf('', action.credential)));
  if (action.type === 'key.regenerate' && own !== undefined) {
    const key = contract.seed.keys?.findLast(
      (one) => one.credential === action.credential && one.tenant === tenant && shown.has(one.id),
    );
    if (key !== undefined) values.set(own, key.id);
  }
  const idIn = async (name: string, isLast: boolean): Promise<string | undefined> => {
    const resource = contract.resources.get(name);
    if (resource === undefined) return undefined;
    const { parent } = resource;
    if (parent !== undefined && names.has(parent.path_parameter) && !values.has(parent.path_parameter)) {
      const above = await idIn(parent.resource, false);
      if (above !== undefined) values.set(parent.path_parameter, above);
    }
    const partition = partitionIn({ world, tenant, request: { params: Object.fromEntries(values) } }, resource);
    const { records, total } = await findRecords(world, resource, partition, { offset: 0, size: 1 });
    const last =
      isLast && total > 1
        ? (await findRecords(world, resource, partition, { offset: total - 1, size: 1 })).records
        : records;
    return last[0] === undefined ? undefined : idOf(resource, last[0]);
  };
  if ('resource' in action && typeof action.resource === 'string') {
    // What deletes takes the last one, so that the others find theirs.
    const id = await idIn(action.resource, action.type === 'resource.delete');
    if (own !== undefined && id !== undefined) values.set(own, id);
  }
  return values;
}
