/** Whether links that sign people in can be sent, lead somewhere, and are hard to guess. */
import type {
  IdFormat,
  LinkRedeemAction,
  LinkRequestAction,
  SeedUser,
} from '../../../../specs/generated/vocabulary.ts';
import { escapePointer, follow } from '../../openapi-document.ts';
import type { Document } from '../../openapi-document.ts';
import { fillsOf } from './fills.ts';
import { bodyProperty, bodySchemas, operationsOf, unknownName } from './walk-document.ts';
import type { OperationAt, Report } from './walk-document.ts';

/** OWASP asks for as many of what names a session. */
const ENOUGH_BITS = 64;

const PER_CHARACTER: Readonly<Record<IdFormat['alphabet'], number>> = {
  digits: Math.log2(10),
  hex: 4,
  base62: Math.log2(62),
  base64url: 6,
  uuid: 0,
};

const bitsOf = ({ alphabet, length = 0 }: IdFormat): number =>
  alphabet === 'uuid' ? 122 : Math.floor(PER_CHARACTER[alphabet] * length);

type Sends = OperationAt & { readonly action: LinkRequestAction };
type Takes = OperationAt & { readonly action: LinkRedeemAction };

export function checkLinks(document: Document, report: Report): void {
  const places = operationsOf(document);
  const sends = places.flatMap((place): Sends[] => {
    const action = place.operation['x-action'];
    return action?.type === 'link.request' ? [{ ...place, action }] : [];
  });
  const takes = places.flatMap((place): Takes[] => {
    const action = place.operation['x-action'];
    return action?.type === 'link.redeem' ? [{ ...place, action }] : [];
  });
  for (const one of sends) checkSends(document, one, takes, report);
  for (const one of takes) checkTakes(document, one, sends, report);
}

function checkSends(
  document: Document,
  { operation, pointer, action }: Sends,
  takes: readonly Takes[],
  report: Report,
) {
  const at = `${pointer}/x-action`;
  const users = document['x-seed']?.users ?? [];
  const { user_field: field = 'username', id_format: format, link } = action;
  const profiles = users.flatMap(({ profile = {} }) =>
    Object.keys(profile).filter((name) => typeof profile[name] === 'string'),
  );
  const known = [...(users.some(({ username }) => username !== undefined) ? ['username'] : []), ...new Set(profiles)];
  unknownName(report, `${at}/user_field`, 'field of a seeded user called', field, known);
  checkAddresses(users, field, report);
  const { per_address: limit } = action;
  const classes = Object.entries(document['x-rate-limits'] ?? {}).filter(([, { key }]) => key.includes('recipient'));
  if (limit !== undefined)
    unknownName(
      report,
      `${at}/per_address`,
      'class in x-rate-limits with key: [recipient] called',
      limit,
      classes.map(([name]) => name),
    );
  const redeeming = takes.filter((one) => one.action.request === operation.operationId);
  if (redeeming.length === 0)
    return report({
      rule: 'link',
      pointer: at,
      message: 'no operation takes the links that are sent here',
      suggestion: `add one with x-action: { type: link.redeem, request: ${operation.operationId ?? '…'}, … }`,
    });
  if (format !== undefined && bitsOf(format) < ENOUGH_BITS)
    report({
      level: 'warning',
      rule: 'link',
      pointer: `${at}/id_format`,
      message: `a token of ${bitsOf(format)} bits can be guessed`,
      suggestion: `give it ${ENOUGH_BITS} bits or more, such as { alphabet: base62, length: 32 }`,
    });
  if (link.startsWith('/') && !redeeming.some((one) => leadsTo(link, one)))
    report({
      rule: 'link',
      pointer: `${at}/link`,
      message: `"${link}" leads to no GET operation that takes the token so`,
      suggestion: `write ${redeeming.map(({ path, action: { token_parameter: name = 'token' } }) => `${path}?${name}={token}`).join(' or ')}, or the URL of an app`,
    });
}

/** Whether a browser that follows the link brings the token where the operation wants it. */
function leadsTo(link: string, { method, path, action }: Takes): boolean {
  const url = new URL(link.replaceAll('{token}', 'token'), 'http://a');
  return method === 'get' && url.pathname === path && url.searchParams.get(action.token_parameter ?? '') === 'token';
}

/** A link goes to one person. */
function checkAddresses(users: readonly SeedUser[], field: string, report: Report): void {
  const first = new Map<string, string>();
  users.forEach((user, i) => {
    const value = field === 'username' ? user.username : user.profile?.[field];
    if (typeof value !== 'string') return;
    const key = JSON.stringify([user.tenant, value.toLowerCase()]);
    const other = first.get(key);
    if (other === undefined) return void first.set(key, user.id);
    report({
      rule: 'link',
      pointer: `#/x-seed/users/${i}/${field === 'username' ? field : `profile/${escapePointer(field)}`}`,
      message: `the users "${other}" and "${user.id}" have one address, and a link goes to one person`,
      suggestion: `give each a ${field} of its own`,
    });
  });
}

function checkTakes(document: Document, place: Takes, sends: readonly Sends[], report: Report): void {
  const { action, pointer, parameters, operation } = place;
  const at = `${pointer}/x-action`;
  const names = sends.flatMap((one) => one.operation.operationId ?? []);
  unknownName(report, `${at}/request`, 'operation with x-action: link.request called', action.request, names);
  const { token, token_parameter: parameter, redirect } = action;
  if ((token === undefined) === (parameter === undefined))
    report({
      rule: 'link',
      pointer: at,
      message: token === undefined ? 'nothing says where the token is' : 'two places are named for the token',
      suggestion: 'give token_parameter for one in the query, or token for one in the body',
    });
  const inQuery = parameters.filter(({ node }) => node.in === 'query');
  if (parameter !== undefined)
    unknownName(
      report,
      `${at}/token_parameter`,
      'query parameter',
      parameter,
      inQuery.map(({ node }) => node.name),
    );
  const schema =
    parameter === undefined
      ? token === undefined
        ? undefined
        : bodyProperty(document, bodySchemas(document, place), token).schema
      : inQuery.find(({ node }) => node.name === parameter)?.node.schema;
  if (schema !== undefined && follow(document, { node: schema, pointer }).node.format !== 'password')
    report({
      level: 'warning',
      rule: 'link',
      pointer: `${at}/${parameter === undefined ? 'token' : 'token_parameter'}`,
      message: 'the schema of the token does not say that it is a secret',
      suggestion: 'give it format: password, so that the journal leaves it out',
    });
  checkTokens(document, place, report);
  if (redirect === undefined) return;
  if (!takesFromCookie(document, action.credential))
    report({
      rule: 'link',
      pointer: `${at}/redirect`,
      message: `the browser is sent on, and no security scheme takes ${action.credential} from a cookie`,
      suggestion: `add one of type apiKey, in: cookie, with x-verify: { credential: ${action.credential} }, or take redirect away`,
    });
  const sent = Object.entries(operation.responses ?? {}).some(
    ([status, reference]) =>
      status.startsWith('3') &&
      Object.values(follow(document, { node: reference, pointer }).node.headers ?? {}).some(
        (header) => follow(document, { node: header, pointer }).node['x-fill'] === 'location',
      ),
  );
  if (!sent)
    report({
      rule: 'link',
      pointer: `${at}/redirect`,
      message: 'no answer sends the browser on',
      suggestion: 'declare a 302 or 303 whose header Location has x-fill: location, or take redirect away',
    });
}

/** Tokens go to an app that names itself in the body; a browser that follows a link has no place for them. */
function checkTokens(document: Document, { action, pointer, operation }: Takes, report: Report): void {
  const at = `${pointer}/x-action`;
  const { credential: name, client, token, redirect } = action;
  const credential = document['x-credentials']?.[name];
  const say = (message: string, suggestion: string, place = at): void =>
    report({ rule: 'link', pointer: place, message, suggestion });
  if (credential?.kind !== 'token') {
    if (client !== undefined)
      say(
        `"${name}" is a session, which is of no client`,
        'take client away, or name a token credential',
        `${at}/client`,
      );
    return;
  }
  if (client === undefined)
    say('nothing says which client the tokens are for', 'give client: where the body names it, such as /client_id');
  if (token === undefined)
    say(
      'a token is issued to an app, and a link that a browser follows hands it to none',
      'take the token of the link from the body of a POST: token: /token',
    );
  if (redirect !== undefined) say('an answer with tokens sends nobody on', 'take redirect away', `${at}/redirect`);
  if (credential.dpop?.required === true || credential.certificate_bound === 'required')
    say(
      `tokens of "${name}" are always bound to a key, and nobody who redeems a link proves one`,
      'leave required away, or name another credential',
      `${at}/credential`,
    );
  const fills = new Set(
    Object.entries(operation.responses ?? {}).flatMap(([status, node]) =>
      status.startsWith('2') ? [...fillsOf(document, follow(document, { node, pointer }).node)] : [],
    ),
  );
  if (!fills.has('token.access_token'))
    say('no answer tells the access token', 'give a property of the 2xx answer x-fill: token.access_token');
  if (credential.refresh?.grants.includes('link') === true && !fills.has('token.refresh_token'))
    say('no answer tells the refresh token', 'give a property of the 2xx answer x-fill: token.refresh_token');
}

const takesFromCookie = (document: Document, credential: string): boolean =>
  Object.values(document.components?.securitySchemes ?? {}).some(
    (scheme) => scheme.type === 'apiKey' && scheme.in === 'cookie' && scheme['x-verify']?.credential === credential,
  );
