/**
 * Whether something reads what is seeded: an entry that nothing reads vanishes without a word, and is most often a
 * slip.
 */
import type { Action, Seed } from '../../../../specs/generated/vocabulary.ts';
import { escapePointer, follow } from '../../openapi-document.ts';
import type { Document, MediaType, Schema } from '../../openapi-document.ts';
import { operationsOf, propertiesOf, schemasWithin, unknownName } from './walk-document.ts';
import type { OperationAt, Report } from './walk-document.ts';

/** What answers with the fields of a seeded user; of a tenant only the first two. */
const OF_USERS: readonly Action['type'][] = [
  'profile.get',
  'profile.update',
  'session.open',
  'link.redeem',
  'userinfo',
];
const OF_TENANTS: readonly Action['type'][] = ['profile.get', 'profile.update'];

export function checkSeedReads(document: Document, report: Report): void {
  const seed = document['x-seed'];
  if (seed === undefined) return;
  const operations = operationsOf(document);
  // What nothing reads stops nothing: it is a slip.
  const slip: Report = (problem) => report({ ...problem, level: 'warning' });
  const addresses = operations.flatMap(({ operation: { 'x-action': action } }) =>
    action?.type === 'link.request' && action.user_field !== undefined ? [action.user_field] : [],
  );
  checkProfiles(slip, seed, 'users', [...fieldsOf(document, operations, OF_USERS), ...addresses]);
  checkProfiles(slip, seed, 'tenants', fieldsOf(document, operations, OF_TENANTS));
  checkRecords(document, slip);
  checkUnread(report, seed, operations);
}

function checkProfiles(report: Report, seed: Seed, list: 'users' | 'tenants', fields: readonly string[]): void {
  (seed[list] ?? []).forEach(({ profile }, i) => {
    for (const name of Object.keys(profile ?? {}))
      unknownName(
        report,
        `#/x-seed/${list}/${i}/profile/${escapePointer(name)}`,
        'field that a profile is answered with called',
        name,
        fields,
      );
  });
}

/** Names of everything in the successful answers of these actions that a field of the same name fills. */
function fieldsOf(
  document: Document,
  operations: readonly OperationAt[],
  types: readonly Action['type'][],
): readonly string[] {
  const names = new Set<string>();
  for (const { operation, pointer } of operations) {
    const action = operation['x-action'];
    if (action === undefined || !types.includes(action.type)) continue;
    for (const [status, reference] of Object.entries(operation.responses ?? {})) {
      if (!status.startsWith('2')) continue;
      const response = follow(document, { node: reference, pointer: `${pointer}/responses/${status}` });
      for (const media of Object.values<MediaType>(response.node.content ?? {}))
        if (media.schema !== undefined) for (const name of unfilled(document, media.schema)) names.add(name);
    }
  }
  return [...names];
}

/** The properties, at any depth, that take the field of their own name. */
function unfilled(document: Document, schema: Schema): readonly string[] {
  return schemasWithin(document, schema).flatMap((within) =>
    [...propertiesOf(document, within)].flatMap(([name, property]) =>
      follow(document, { node: property, pointer: '#' }).node['x-fill'] === undefined ? [name] : [],
    ),
  );
}

/** Fixed records, within their properties: a record's own are checked with the resource. */
function checkRecords(document: Document, report: Report): void {
  for (const [schemaName, schema] of Object.entries(document.components?.schemas ?? {})) {
    (schema['x-resource']?.fixed ?? []).forEach((record, i) => {
      const properties = propertiesOf(document, schema);
      for (const [name, value] of Object.entries(record)) {
        const property = properties.get(name);
        if (property)
          checkValue(
            document,
            report,
            property,
            value,
            `#/components/schemas/${escapePointer(schemaName)}/x-resource/fixed/${i}/${escapePointer(name)}`,
            `${schemaName}.${name}`,
          );
      }
    });
  }
}

/** A schema that lists no property, or takes others, takes any. */
function checkValue(
  document: Document,
  report: Report,
  schema: Schema,
  value: unknown,
  pointer: string,
  place: string,
): void {
  if (typeof value !== 'object' || value === null) return;
  const { node } = follow(document, { node: schema, pointer });
  if (Array.isArray(value)) {
    const { items } = node;
    if (items) value.forEach((item, i) => checkValue(document, report, items, item, `${pointer}/${i}`, place));
    return;
  }
  const properties = propertiesOf(document, node);
  if (properties.size === 0 || (node.additionalProperties !== undefined && node.additionalProperties !== false)) return;
  for (const [name, inner] of Object.entries(value)) {
    const property = properties.get(name);
    if (property)
      checkValue(document, report, property, inner, `${pointer}/${escapePointer(name)}`, `${place}.${name}`);
    else
      unknownName(report, `${pointer}/${escapePointer(name)}`, `property of ${place} called`, name, [
        ...properties.keys(),
      ]);
  }
}

function checkUnread(report: Report, seed: Seed, operations: readonly OperationAt[]): void {
  const actions = operations.flatMap(({ operation }) => operation['x-action'] ?? []);
  const has = (...types: readonly Action['type'][]): boolean => actions.some(({ type }) => types.includes(type));
  const unread = (pointer: string, message: string, suggestion: string): void =>
    report({ level: 'warning', rule: 'unread-seed', pointer, message, suggestion });
  const byPassword = actions.some((action) => action.type === 'token.issue' && action.grants.includes('password'));
  (seed.users ?? []).forEach(({ id, password, password_expires_in: end }, i) => {
    if (end !== undefined && !has('session.open', 'link.redeem'))
      unread(
        `#/x-seed/users/${i}/password_expires_in`,
        `nothing reads when the password of user "${id}" ends`,
        'add an operation with x-action: { type: session.open, … }, or take it away',
      );
    if (password !== undefined && !has('session.open') && !byPassword)
      unread(
        `#/x-seed/users/${i}/password`,
        `nothing reads the password of user "${id}"`,
        'add an operation with x-action: { type: session.open, … }, or take it away',
      );
  });
  const ways = actions.flatMap((action) => (action.type === 'token.issue' ? action.client_authentication : []));
  const takesObjects = actions.some((action) => action.type === 'authorize' && action.request_objects !== undefined);
  const bySignature = ways.includes('private_key_jwt');
  (seed.clients ?? []).forEach((client, i) => {
    const { client_id: id, grants, token_endpoint_auth_method: method } = client;
    const pointer = `#/x-seed/clients/${i}`;
    if (client.redirect_uris?.length && !grants.includes('authorization_code'))
      unread(
        `${pointer}/redirect_uris`,
        `nothing reads the redirect URIs of client "${id}"`,
        'add authorization_code to its grants, or take them away',
      );
    const signsRequests = takesObjects && grants.includes('authorization_code');
    if (client.assertion_key !== undefined && !grants.includes('jwt_bearer') && !bySignature && !signsRequests)
      unread(
        `${pointer}/assertion_key`,
        `nothing reads the assertion key of client "${id}"`,
        'add jwt_bearer to its grants, or private_key_jwt to how clients authenticate, or take it away',
      );
    if (method !== undefined && ways.length > 0 && !ways.includes(method))
      unread(
        `${pointer}/token_endpoint_auth_method`,
        `client "${id}" authenticates by ${method}, and no token endpoint takes that`,
        `add ${method} to the client_authentication of one, or register another way: ${[...new Set(ways)].join(', ')}`,
      );
    if (client.require_pushed_authorization_requests === true && !has('authorize.push'))
      unread(
        `${pointer}/require_pushed_authorization_requests`,
        `client "${id}" must push its authorization requests, and no operation takes them`,
        'add a POST with x-action: { type: authorize.push, … }, or take it away',
      );
    if (!has('token.issue', 'authorize'))
      unread(
        pointer,
        `nothing reads client "${id}": no operation issues tokens`,
        'add an operation with x-action: { type: token.issue, … }, or take the client away',
      );
  });
  const identified = new Set(
    operations.flatMap(({ parameters }) => parameters.flatMap(({ node }) => node['x-identifier']?.kind ?? [])),
  );
  (seed.developers ?? []).forEach(({ id, encryption_key: key }, i) => {
    if (!identified.has('developer'))
      unread(
        `#/x-seed/developers/${i}`,
        `nothing reads developer "${id}"`,
        'give a parameter x-identifier: { kind: developer }, or take the developer away',
      );
    else if (key !== undefined && !has('sso.enter'))
      unread(
        `#/x-seed/developers/${i}/encryption_key`,
        `nothing reads the encryption key of developer "${id}"`,
        'add an operation with x-action: { type: sso.enter, … }, or take the key away',
      );
  });
}
