/** Whether what an operation's `x-action` names is there: credentials, resources, parameters, places in the body. */
import type { Action, Credential, Discount } from '../../../../specs/generated/vocabulary.ts';
import { escapePointer, follow } from '../../openapi-document.ts';
import type { Document, Schema } from '../../openapi-document.ts';
import { isSlipOf } from '../misspelt-key.ts';
import { bodyProperty, bodySchemas, propertiesOf, unknownName } from './walk-document.ts';
import type { OperationAt, Report } from './walk-document.ts';

type Kind = Credential['kind'];

const KEYS: readonly Kind[] = ['api_key', 'key_pair', 'hmac', 'signature'];

/** Which kinds of credential an action can be about. */
const KINDS: Readonly<Partial<Record<Action['type'], readonly Kind[]>>> = {
  authorize: ['token'],
  'authorize.push': ['token'],
  'device.authorize': ['token'],
  'token.issue': ['token'],
  'token.revoke': ['token'],
  'token.introspect': ['token'],
  userinfo: ['token'],
  'client.register': ['token'],
  'client.manage': ['token'],
  end_session: ['token'],
  metadata: ['token'],
  resource_metadata: ['token'],
  jwks: ['token'],
  'session.open': ['session'],
  'session.close': ['session'],
  'link.redeem': ['session', 'token'],
  'key.regenerate': KEYS,
};

/** Properties of actions that are JSON pointers into the request body. */
const POINTERS: Readonly<Partial<Record<Action['type'], readonly string[]>>> = {
  'otp.request': ['operation', 'resource', 'deliver_to'],
  'otp.verify': ['id', 'code'],
  'authenticator.verify': ['code', 'operation', 'resource'],
  'session.open': ['password'],
  'link.request': ['address'],
  'link.redeem': ['token', 'client'],
  'key.regenerate': ['secret'],
  'resource.create': ['body'],
  'resource.update': ['body'],
  'resource.transition': ['id'],
  'resource.check': ['body'],
};

/** Properties of actions that are fields of the resource. */
const FIELDS: Readonly<Partial<Record<Action['type'], readonly string[]>>> = {
  'resource.transition': ['field', 'stamp'],
  'resource.check': ['field'],
  'sso.enter': ['match'],
};

export function checkAction(document: Document, place: OperationAt, report: Report): void {
  const action = place.operation['x-action'];
  if (action === undefined) {
    const misspelt = Object.keys(place.operation).find((key) => key.startsWith('x-') && isSlipOf(key, 'x-action'));
    report({
      rule: 'missing-action',
      pointer: place.pointer,
      message: `${place.method.toUpperCase()} ${place.path} has no "x-action"`,
      suggestion:
        misspelt === undefined
          ? 'say what happens once every guard has let a request through'
          : `it has "${misspelt}": did you mean "x-action"?`,
    });
    return;
  }
  const pointer = `${place.pointer}/x-action`;
  const values = action as unknown as Readonly<Record<string, unknown>>;
  const each = (names: readonly string[] | undefined, check: (value: string, at: string) => void): void => {
    for (const name of names ?? []) {
      const value = values[name];
      if (typeof value === 'string') check(value, `${pointer}/${name}`);
    }
  };
  each(['credential'], (name, at) => unknownCredential(document, name, KINDS[action.type], at, report));
  if (
    action.type === 'key.regenerate' &&
    action.secret !== undefined &&
    document['x-credentials']?.[action.credential]?.kind === 'api_key'
  ) {
    report({
      rule: 'action',
      pointer: `${pointer}/secret`,
      message: `"${action.credential}" is a lone key, found by its secret, so that two must not have the same`,
      suggestion: 'leave secret out: one is made',
    });
  }
  if (action.type === 'sso.enter') {
    unknownCredential(document, action.session, ['session'], `${pointer}/session`, report);
    if (action.key_credential !== undefined)
      unknownCredential(document, action.key_credential, KEYS, `${pointer}/key_credential`, report);
  }
  each(['path_parameter'], (name, at) =>
    unknownName(report, at, 'path parameter', name, parameterNames(place, 'path')),
  );
  each(POINTERS[action.type], (value, at) => checkBodyPointer(document, place, value, at, report));
  if (action.type === 'session.open') {
    for (const [field, value] of Object.entries(action.login))
      checkBodyPointer(document, place, value, `${pointer}/login/${escapePointer(field)}`, report);
  }
  if (action.type === 'authorize')
    unknownName(
      report,
      `${pointer}/client_parameter`,
      place.method === 'post' ? 'field of the form called' : 'query parameter',
      action.client_parameter ?? 'client_id',
      place.method === 'post'
        ? bodySchemas(document, place).flatMap((schema) => [...propertiesOf(document, schema).keys()])
        : parameterNames(place, 'query'),
    );
  if (action.type === 'resource.check') {
    checkLookUp(place, action, pointer, report);
    if (action.discount !== undefined)
      checkDiscount(document, place, action, action.discount, `${pointer}/discount`, report);
  }
  if (
    (action.type === 'resource.transition' || action.type === 'resource.update') &&
    action.path_parameter === undefined &&
    action.id === undefined
  ) {
    report({
      rule: 'action',
      pointer,
      message: 'nothing says which record is meant',
      suggestion: 'add "path_parameter", or "id" for a place in the body',
    });
  }
  if (action.type === 'resource.create') checkCreate(document, place, action, pointer, report);
  if ('resource' in action && action.type !== 'otp.request' && action.type !== 'authenticator.verify')
    checkResource(document, action, FIELDS[action.type] ?? [], pointer, report);
}

function unknownCredential(
  document: Document,
  name: string,
  kinds: readonly Kind[] | undefined,
  pointer: string,
  report: Report,
): void {
  const known = Object.entries(document['x-credentials'] ?? {})
    .filter(([, { kind }]) => kinds === undefined || kinds.includes(kind))
    .map(([key]) => key);
  unknownName(
    report,
    pointer,
    kinds === undefined ? 'credential' : `credential of kind ${kinds.join(' or ')} called`,
    name,
    known,
  );
}

function checkLookUp(
  place: OperationAt,
  action: Extract<Action, { type: 'resource.check' }>,
  pointer: string,
  report: Report,
): void {
  if (action.query !== undefined)
    unknownName(report, `${pointer}/query`, 'query parameter', action.query, parameterNames(place, 'query'));
  else if (action.body === undefined && action.path_parameter === undefined)
    report({
      rule: 'action',
      pointer,
      message: 'nothing says which record is meant',
      suggestion: 'add "query", "path_parameter", or "body" for a place in the body',
    });
}

/** The amount and what is taken off it are numbers. */
function checkDiscount(
  document: Document,
  place: OperationAt,
  action: Extract<Action, { type: 'resource.check' }>,
  rule: Discount,
  pointer: string,
  report: Report,
): void {
  const parameter = /^\{(.+)\}$/.exec(rule.amount)?.[1];
  const number = (schema: Schema | undefined, value: string, at: string): void => {
    if (schema === undefined) return;
    const types = [follow(document, { node: schema, pointer: '#' }).node.type].flat();
    if (!types.includes('number') && !types.includes('integer'))
      report({
        rule: 'action',
        pointer: at,
        message: `"${value}" is no number`,
        suggestion: 'name a property of type integer or number',
      });
  };
  if (parameter === undefined) {
    checkBodyPointer(document, place, rule.amount, `${pointer}/amount`, report);
    number(bodyProperty(document, bodySchemas(document, place), rule.amount).schema, rule.amount, `${pointer}/amount`);
  } else {
    unknownName(report, `${pointer}/amount`, 'query parameter', parameter, parameterNames(place, 'query'));
    number(
      place.parameters.find(({ node }) => node.in === 'query' && node.name === parameter)?.node.schema,
      rule.amount,
      `${pointer}/amount`,
    );
  }
  const record = resourceSchema(document, action.resource);
  for (const [key, value] of [
    ['percent', rule.percent],
    ['fixed', rule.fixed],
  ] as const) {
    if (value === undefined || record === undefined) continue;
    const { schema, known } = bodyProperty(document, [record], value);
    if (schema === undefined)
      unknownName(
        report,
        `${pointer}/${key}`,
        `field of ${action.resource} at`,
        value,
        known.map((name) => `/${name}`),
      );
    number(schema, value, `${pointer}/${key}`);
  }
}

function checkCreate(
  document: Document,
  place: OperationAt,
  action: Extract<Action, { type: 'resource.create' }>,
  pointer: string,
  report: Report,
): void {
  for (const [value, resource] of Object.entries(action.references ?? {})) {
    const at = `${pointer}/references/${escapePointer(value)}`;
    const parameter = /^\{(.+)\}$/.exec(value)?.[1];
    if (parameter === undefined) checkBodyPointer(document, place, value, at, report);
    else
      unknownName(report, at, 'path or query parameter', parameter, [
        ...parameterNames(place, 'path'),
        ...parameterNames(place, 'query'),
      ]);
    unknownName(report, at, 'resource', resource, resourcesOf(document));
  }
  for (const [value, credentials] of Object.entries(action.credential_for ?? {})) {
    const at = `${pointer}/credential_for/${escapePointer(value)}`;
    checkBodyPointer(document, place, value, at, report);
    for (const [when, name] of Object.entries(credentials))
      unknownCredential(document, name, undefined, `${at}/${escapePointer(when)}`, report);
  }
}

function checkResource(
  document: Document,
  action: Action & { resource: string },
  fields: readonly string[],
  pointer: string,
  report: Report,
): void {
  const schema = resourceSchema(document, action.resource);
  if (schema === undefined) {
    unknownName(report, `${pointer}/resource`, 'resource', action.resource, resourcesOf(document));
    return;
  }
  const properties = [...propertiesOf(document, schema).keys()];
  const values = action as unknown as Readonly<Record<string, unknown>>;
  const named = fields.flatMap((name) => (typeof values[name] === 'string' ? [[name, values[name]] as const] : []));
  for (const [name, field] of named)
    unknownName(report, `${pointer}/${name}`, `field of ${action.resource} called`, field, properties);
}

/** Reports a pointer at which no content type of the request body has anything. */
export function checkBodyPointer(
  document: Document,
  place: OperationAt,
  value: string,
  pointer: string,
  report: Report,
): void {
  const schemas: readonly Schema[] = bodySchemas(document, place);
  if (schemas.length === 0) {
    report({
      rule: 'body',
      pointer,
      message: `"${value}" points into the request body, and the operation has none`,
      suggestion: 'declare requestBody with a schema',
    });
    return;
  }
  const { schema, known } = bodyProperty(document, schemas, value);
  if (schema === undefined)
    unknownName(
      report,
      pointer,
      'property of the request body at',
      value,
      known.map((name) => `/${name}`),
    );
}

export function resourceSchema(document: Document, name: string): Schema | undefined {
  return Object.values(document.components?.schemas ?? {}).find((schema) => schema['x-resource']?.name === name);
}

export function resourcesOf(document: Document): readonly string[] {
  return Object.values(document.components?.schemas ?? {}).flatMap((schema) => schema['x-resource']?.name ?? []);
}

const parameterNames = ({ parameters }: OperationAt, location: string): readonly string[] =>
  parameters.filter(({ node }) => node.in === location).map(({ node }) => node.name);
