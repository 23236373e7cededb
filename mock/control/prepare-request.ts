/** Makes a request that carries what its operation asks for: parameters, a body, a credential, a signature. */
import { parseItem, serializeInnerList } from '#structured-headers';
import type { components } from '../../specs/generated/control.ts';
import type { SignatureCredential } from '../../specs/generated/vocabulary.ts';
import { listKeys } from '../auth/api-keys/key-records.ts';
import { componentOf } from '../auth/hmac/message-signature.ts';
import type { MessageSignature } from '../auth/hmac/message-signature.ts';
import { recipeOf } from '../auth/api-keys/key-pairs.ts';
import { makeSignature } from '../auth/hmac/signature-algorithm.ts';
import { formatOf, writtenTime } from '../auth/hmac/signature-times.ts';
import { bodyDigest, scopeOf, signedNames } from '../auth/hmac/signed-message.ts';
import type { SignatureParts } from '../auth/hmac/signed-message.ts';
import { certificateArguments } from '../contract/certificate-files.ts';
import { headerText, urlOptions } from '../contract/curl-arguments.ts';
import type { CompiledMethod, CompiledOperation, CompiledPart, Location } from '../contract/compiled-contract.ts';
import { fillPath } from '../contract/path-template.ts';
import { quote } from '../contract/shell-quote.ts';
import type { Signed } from '../request/call.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { describeKey } from './describe-key.ts';
import { Problem } from './control-problem.ts';
import { isSignature, registeredName, signs } from '../contract/signature-kinds.ts';

type Asked = components['schemas']['NewRequest'];
type Prepared = components['schemas']['PreparedRequest'];

type Pairs = [string, string][];

/** A request on its way to be one. */
interface Draft {
  readonly method: string;
  readonly path: string;
  readonly query: Pairs;
  readonly headers: Pairs;
  readonly cookies: Pairs;
  readonly body: string | undefined;
  /** The key whose certificate the connection is made with. */
  certificate?: string;
}

/** Of an HTTP message signature. */
const LABEL = 'sig1';

/** Of a signature that says how long it is good. */
const GOOD_FOR_SECONDS = 60;

const given = (values: Asked['parameters'] = [], place: Location): Pairs =>
  values.filter(({ in: where }) => where === place).map(({ name, value }) => [name, value]);

function draftOf(operation: CompiledOperation, { parameters, body, content_type: type }: Asked): Draft {
  const inPath = new Map(given(parameters, 'path'));
  const path = fillPath(operation.path, (name) => inPath.get(name) ?? '');
  const headers = given(parameters, 'header');
  if (type !== undefined && (body !== undefined || operation.contentType !== undefined))
    headers.push(['Content-Type', type]);
  else if (operation.contentType !== undefined) headers.push(['Content-Type', operation.contentType]);
  return {
    method: operation.method,
    path,
    query: given(parameters, 'query'),
    headers,
    cookies: given(parameters, 'cookie'),
    body,
  };
}

/** Puts the values of a credential's parts where the contract has them. */
function present({ parts }: CompiledMethod, values: Readonly<Partial<Record<string, string>>>, draft: Draft): void {
  const inAuthorization = parts.filter(({ in: place }) => place === 'authorization');
  for (const part of parts) {
    const value = values[part.part];
    if (value === undefined) continue;
    if (part.in === 'query') draft.query.push([part.name, value]);
    else if (part.in === 'cookie') draft.cookies.push([part.name, value]);
    else if (part.in === 'header') draft.headers.push([part.name, value]);
  }
  const [first] = inAuthorization;
  if (first !== undefined) draft.headers.push(['Authorization', authorization(first, inAuthorization, values)]);
}

function authorization(
  { name, part }: CompiledPart,
  parts: readonly CompiledPart[],
  values: Readonly<Partial<Record<string, string>>>,
): string {
  const scheme = name.charAt(0).toUpperCase() + name.slice(1);
  const composite = parts.filter(({ parameter }) => parameter !== undefined);
  if (composite.length > 0) {
    const pairs = composite.flatMap(({ parameter, part: each, quoted }) => {
      const value = values[each];
      return value === undefined ? [] : [quoted === true ? `${parameter!}="${value}"` : `${parameter!}=${value}`];
    });
    return `${scheme} ${pairs.join(', ')}`;
  }
  if (name !== 'basic') return `${scheme} ${values[part] ?? values['secret'] ?? ''}`;
  const pair = part === 'secret' ? `${values['secret'] ?? ''}:` : `${values['id'] ?? ''}:${values['secret'] ?? ''}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

const queryText = (query: Pairs): string =>
  query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');

/** @throws Problem 400 for a credential that cannot be had */
async function secretOf(world: World, credential: string, id: string): Promise<string> {
  const record = (await listKeys(world)).find((one) => one.credential === credential && one.id === id);
  if (record === undefined) throw new Problem(400, `There is no key ${id} of ${credential}`);
  const { secret } = await describeKey(world, record);
  if (secret !== null) return secret;
  throw new Problem(
    400,
    `The secret of ${id} is no longer shown, as the contract has it; make a new one, or take another key`,
  );
}

/** What an HTTP message signature covers; a digest only where there is a body. @see RFC 9421 */
const coveredOf = ({ components }: SignatureCredential, hasBody: boolean): readonly string[] =>
  (components?.names ?? []).filter((name) => hasBody || name.toLowerCase() !== 'content-digest');

function messageOf(
  { components, algorithm }: SignatureCredential,
  covered: readonly string[],
  id: string,
  created: number,
  nonce: string,
): MessageSignature {
  const parameters = new Map<string, string | number>([
    ['created', created],
    ['keyid', id],
    ['alg', registeredName(algorithm)],
    ['nonce', nonce],
  ]);
  if (components?.tag !== undefined) parameters.set('tag', components.tag);
  return {
    label: LABEL,
    input: [covered.map((name) => parseItem(componentOf(name))), parameters],
    expires: undefined,
  };
}

/** Signs what the draft has by then: parts of the signature itself are put in first where they are signed too. */
function sign(world: World, method: CompiledMethod, id: string, secret: string, draft: Draft, baseUrl: URL): void {
  const known = world.contract.credentials.get(method.credential);
  if (!isSignature(known)) return;
  const credential = recipeOf(known, secret);
  const seconds = Math.floor(world.clock.now() / 1_000);
  const timestamp = writtenTime(formatOf(credential), seconds);
  const has = (part: string): boolean => method.parts.some((one) => one.part === part);
  const body = draft.body === undefined ? undefined : Buffer.from(draft.body);
  if (credential.digest?.header !== undefined && body !== undefined)
    draft.headers.push([credential.digest.header, bodyDigest(credential, body)]);
  const covered = coveredOf(credential, body !== undefined);
  if (covered.includes('date') && !draft.headers.some(([name]) => name.toLowerCase() === 'date'))
    draft.headers.push(['Date', writtenTime('http_date', seconds)]);
  draft.headers.push(['Host', baseUrl.host]);
  const scope = scopeOf(credential, timestamp);
  const values: Record<string, string> = {
    id: scope === undefined ? id : `${id}/${scope}`,
    ...(has('timestamp') && { timestamp }),
    ...(has('nonce') && { nonce: world.ids.uuid() }),
    ...(has('expires') && { expires: String(GOOD_FOR_SECONDS) }),
  };
  const parts: SignatureParts = {
    credential: method.credential,
    pointer: method.pointer,
    id,
    timestamp,
    signature: '',
    nonce: values['nonce'],
    expires: values['expires'],
    message: has('signature_input') ? messageOf(credential, covered, id, seconds, world.ids.uuid()) : undefined,
    signatureParameter: method.parts.find(({ part, in: place }) => part === 'signature' && place === 'query')?.name,
  };
  if (has('signed_headers')) values['signed_headers'] = signedNames(credential, parts).join(';');
  // A header or parameter of the signature may be signed itself.
  const trial: Draft = { ...draft, query: [...draft.query], headers: [...draft.headers], cookies: [] };
  present(method, values, trial);
  const queryString = queryText(trial.query);
  const signed: Signed = {
    world,
    mount: baseUrl.pathname.replace(/\/$/, ''),
    request: {
      method: draft.method,
      path: draft.path,
      base: undefined,
      queryString,
      query: Object.fromEntries(trial.query),
      rawHeaders: trial.headers.flat(),
      rawBody: body,
      origin: baseUrl.origin,
    },
  };
  const signature = makeSignature(credential, secret, signed, {
    ...parts,
    signedHeaders: values['signed_headers'],
  });
  values['signature'] = parts.message === undefined ? signature : `${LABEL}=:${signature}:`;
  if (parts.message !== undefined) values['signature_input'] = `${LABEL}=${serializeInnerList(parts.message.input)}`;
  present(method, values, draft);
  draft.headers.splice(
    draft.headers.findIndex(([name]) => name === 'Host'),
    1,
  );
}

function curlOf({ method, headers, body }: Prepared, certificate: string | undefined): readonly string[] {
  return [
    ...(certificate === undefined ? [] : certificateArguments(certificate)),
    ...(method === 'GET' ? [] : ['-X', method]),
    ...headers.flatMap(([name = '', value = '']) => ['-H', headerText(name, value)]),
    ...(body === undefined ? [] : ['--data-binary', body]),
  ];
}

/** @throws Problem 400 for a credential that the operation does not take, or that cannot be had */
export async function prepare(
  world: World,
  operation: CompiledOperation,
  baseUrl: string,
  asked: Asked,
): Promise<Prepared> {
  const draft = draftOf(operation, asked);
  for (const { credential, id, secret: text } of asked.credentials ?? []) {
    const methods = operation.requirements.flatMap((one) => [
      one.method,
      ...(one.also ?? []).map((other) => other.method),
    ]);
    const method = methods.find((one) => one.credential === credential);
    if (method === undefined) throw new Problem(400, `${operation.id} takes no credential "${credential}"`);
    if (method.kind === 'certificate') {
      draft.certificate = id ?? '';
      continue;
    }
    const secret = text ?? (await secretOf(world, credential, id ?? ''));
    if (signs(method)) sign(world, method, id ?? '', secret, draft, new URL(baseUrl));
    else present(method, { id: id ?? '', secret, basic: secret }, draft);
  }
  const query = queryText(draft.query);
  const url = `${baseUrl}${draft.path}${query === '' ? '' : `?${query}`}`;
  const cookie = draft.cookies.map(([name, value]) => `${name}=${value}`).join('; ');
  const prepared = {
    method: draft.method,
    url,
    headers: cookie === '' ? draft.headers : [...draft.headers, ['Cookie', cookie] as [string, string]],
    ...(draft.body !== undefined && { body: draft.body }),
    curl: '',
  };
  return {
    ...prepared,
    curl: ['curl', '-i', ...curlOf(prepared, draft.certificate), ...urlOptions(url), url].map(quote).join(' '),
  };
}
