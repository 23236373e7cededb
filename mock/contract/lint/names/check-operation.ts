/** Whether the rules an operation names are there: its class of rate limit, its step-up, its parameters' rules. */
import { isDeepStrictEqual } from 'node:util';
import { escapePointer, follow } from '../../openapi-document.ts';
import type { Document, Parameter } from '../../openapi-document.ts';
import type { StepUp } from '../../../../specs/generated/vocabulary.ts';
import { besideAmount } from '../../threshold.ts';
import { checkBodyPointer, resourceSchema, resourcesOf } from './check-actions.ts';
import { judgesOwnRequest } from '../../reachable-failures.ts';
import { bodyProperty, bodySchemas, operationsOf, propertiesOf, unknownName } from './walk-document.ts';
import type { OperationAt, Report } from './walk-document.ts';

export function checkOperation(document: Document, place: OperationAt, report: Report): void {
  const limit = place.operation['x-rate-limit'];
  if (typeof limit === 'string')
    unknownName(
      report,
      `${place.pointer}/x-rate-limit`,
      'class in x-rate-limits called',
      limit,
      Object.keys(document['x-rate-limits'] ?? {}),
    );
  if (typeof limit === 'string' && document['x-rate-limits']?.[limit]?.key.includes('recipient') === true)
    report({
      rule: 'rate-limit',
      pointer: `${place.pointer}/x-rate-limit`,
      message: `the class "${limit}" counts by recipient, and only what is sent to somebody has one`,
      suggestion: 'name it in per_address of an x-action: { type: link.request, … }, and another class here',
    });
  checkStepUp(document, place, report);
  for (const { node, pointer } of place.parameters) checkParameter(document, node, pointer, report);
  for (const { node, pointer } of place.parameters)
    if (node['x-alias'] !== undefined) checkAlias(document, place, node, pointer, report);
  if (
    place.operation['x-action']?.type === 'authorize' &&
    place.operation['x-action'].consent !== 'headless' &&
    !operationsOf(document).some(({ operation }) => operation['x-action']?.type === 'authorize.decide')
  ) {
    report({
      rule: 'action',
      pointer: `${place.pointer}/x-action`,
      message: 'no operation takes the answer of the consent page',
      suggestion: 'add a POST with x-action: { type: authorize.decide }',
    });
  }
  checkGrants(document, place, report);
  checkPushedRequests(document, place, report);
  checkContentType(document, place, report);
  checkExamples(document, place, report);
}

/**
 * A device needs all of it: codes, a page that takes them, and a token endpoint that is polled. So does who has a
 * password: somebody must have one.
 */
function checkGrants(document: Document, { operation, pointer }: OperationAt, report: Report): void {
  const action = operation['x-action'];
  const others = operationsOf(document);
  const actions = others.flatMap(({ operation: { 'x-action': other } }) => other ?? []);
  const lacks = (message: string, suggestion: string): void =>
    report({ rule: 'action', pointer: `${pointer}/x-action`, message, suggestion });
  if (action?.type === 'token.issue' && action.grants.includes('device_code')) {
    const codes = actions.some((other) => other.type === 'device.authorize' && other.credential === action.credential);
    if (!codes)
      lacks(
        'the grant device_code is taken, and no operation gives out device codes',
        `add a POST with x-action: { type: device.authorize, credential: ${action.credential}, … }, or take the grant away`,
      );
  }
  if (action?.type === 'token.issue' && action.grants.includes('password')) {
    const people = document['x-seed']?.users ?? [];
    if (!people.some(({ username, password }) => username !== undefined && password !== undefined))
      lacks(
        'the grant password is taken, and no seeded user has both a username and a password',
        'give one of x-seed.users both, or take the grant away',
      );
  }
  if (action?.type !== 'device.authorize') return;
  const polled = actions.some(
    (other) =>
      other.type === 'token.issue' && other.credential === action.credential && other.grants.includes('device_code'),
  );
  if (!polled)
    lacks(
      'no token endpoint takes the device codes that this gives out',
      `add device_code to the grants of one that issues ${action.credential}`,
    );
  for (const [method, what] of [
    ['get', 'shows the page for user codes'],
    ['post', 'takes the answer of the page for user codes'],
  ] as const)
    if (!others.some((one) => one.method === method && one.operation['x-action']?.type === 'device.verify'))
      lacks(`no operation ${what}`, `add a ${method.toUpperCase()} with x-action: { type: device.verify }`);
}

/** What is pushed must be taken, and what must be pushed must have where. */
function checkPushedRequests(document: Document, { operation, pointer }: OperationAt, report: Report): void {
  const action = operation['x-action'];
  const actions = operationsOf(document).flatMap(({ operation: { 'x-action': other } }) => other ?? []);
  const at = `${pointer}/x-action`;
  if (action?.type === 'authorize') {
    const wanted = action.require_pushed_authorization_requests === true;
    if (wanted && !actions.some((other) => other.type === 'authorize.push' && other.credential === action.credential))
      report({
        rule: 'action',
        pointer: at,
        message: 'authorization requests must be pushed, and no operation takes them',
        suggestion: `add a POST with x-action: { type: authorize.push, credential: ${action.credential}, … }`,
      });
  }
  if (action?.type === 'authorize' && action.request_objects === 'required')
    (document['x-seed']?.clients ?? []).forEach(({ client_id: id, grants, assertion_key: key, jwks, jwks_uri }, i) => {
      if (!grants.includes('authorization_code') || key !== undefined || jwks !== undefined || jwks_uri !== undefined)
        return;
      report({
        rule: 'client',
        pointer: `#/x-seed/clients/${i}`,
        message: `client "${id}" may use authorization_code, and has no key to sign its requests with`,
        suggestion: 'add assertion_key: ES256, jwks or jwks_uri',
      });
    });
  if (action?.type !== 'authorize.push') return;
  if (!actions.some((other) => other.type === 'authorize' && other.credential === action.credential))
    report({
      rule: 'action',
      pointer: at,
      message: 'no authorization endpoint takes what is pushed here',
      suggestion: `add a GET with x-action: { type: authorize, credential: ${action.credential}, … }`,
    });
  if (action.client_authentication.includes('security'))
    report({
      rule: 'action',
      pointer: `${at}/client_authentication`,
      message: 'a key has no redirect URI, so that nothing can be pushed with one',
      suggestion: 'name ways in which clients authenticate',
    });
}

/** A body in another media type could never be sent. */
function checkContentType(document: Document, { operation, pointer }: OperationAt, report: Report): void {
  const wanted = operation['x-content-type']?.required;
  if (wanted === undefined || operation.requestBody === undefined) return;
  const types = Object.keys(
    follow(document, { node: operation.requestBody, pointer: `${pointer}/requestBody` }).node.content ?? {},
  );
  if (!types.some((type) => type.toLowerCase() === wanted))
    unknownName(report, `${pointer}/x-content-type/required`, 'media type of the body', wanted, types);
}

function checkStepUp(document: Document, place: OperationAt, report: Report): void {
  const stepUp = place.operation['x-step-up'];
  if (stepUp === undefined) return;
  const pointer = `${place.pointer}/x-step-up`;
  const headers = place.parameters.filter(({ node }) => node.in === 'header').map(({ node }) => node.name);
  if (!headers.some((name) => name.toLowerCase() === stepUp.header.toLowerCase()))
    unknownName(report, `${pointer}/header`, 'header parameter', stepUp.header, headers);
  const names = verifiable(document);
  if (names === undefined)
    report({
      rule: 'step-up',
      pointer,
      message: 'no operation gives out the verification this one needs',
      suggestion:
        'add operations with x-action: { type: otp.request, … } and { type: otp.verify, … }, or { type: authenticator.verify, operation: … }',
    });
  else if (names.length > 0)
    unknownName(
      report,
      `${pointer}/operation`,
      'operation in the request for a verification called',
      stepUp.operation,
      names,
    );
  if (stepUp.resource !== undefined) {
    checkBodyPointer(document, place, stepUp.resource, `${pointer}/resource`, report);
    if (names !== undefined && !verifiesResources(document))
      report({
        rule: 'step-up',
        pointer: `${pointer}/resource`,
        message: 'no verification is ever for a resource',
        suggestion: 'give the otp.request or authenticator.verify a resource, or take this one away',
      });
  }
  if (stepUp.amount?.body !== undefined)
    checkBodyPointer(document, place, stepUp.amount.body, `${pointer}/amount/body`, report);
  checkThresholds(document, place, stepUp, `${pointer}/amount/by/field`, report);
  const record = stepUp.amount?.record;
  if (record === undefined) return;
  const schema = resourceSchema(document, record.resource);
  if (schema === undefined)
    unknownName(report, `${pointer}/amount/record/resource`, 'resource', record.resource, resourcesOf(document));
  else
    unknownName(report, `${pointer}/amount/record/field`, `field of ${record.resource} called`, record.field, [
      ...propertiesOf(document, schema).keys(),
    ]);
  checkBodyPointer(document, place, record.id, `${pointer}/amount/record/id`, report);
}

/** Thresholds by the value of a field: the field stands beside the amount. */
function checkThresholds(
  document: Document,
  place: OperationAt,
  { amount }: StepUp,
  pointer: string,
  report: Report,
): void {
  if (amount?.by === undefined) return;
  if (amount.body !== undefined)
    checkBodyPointer(
      document,
      place,
      `${besideAmount(amount.body)}/${escapePointer(amount.by.field)}`,
      pointer,
      report,
    );
  const schema = amount.record && resourceSchema(document, amount.record.resource);
  if (schema !== undefined)
    unknownName(report, pointer, `field of ${amount.record!.resource} called`, amount.by.field, [
      ...propertiesOf(document, schema).keys(),
    ]);
}

const verifiesResources = (document: Document): boolean =>
  operationsOf(document).some(({ operation: { 'x-action': action } }) =>
    action?.type === 'otp.request' || action?.type === 'authenticator.verify' ? action.resource !== undefined : false,
  );

/**
 * What a verification can be asked for: where passwords are asked for, or the code of an authenticator is verified.
 * Empty if no schema says; undefined if there is no such operation.
 */
function verifiable(document: Document): readonly string[] | undefined {
  const requests = operationsOf(document).flatMap((place) => {
    const action = place.operation['x-action'];
    const isOne = action?.type === 'otp.request' || action?.type === 'authenticator.verify';
    return isOne && action.operation !== undefined ? [{ place, named: action.operation }] : [];
  });
  if (requests.length === 0) return undefined;
  const lists = requests.map(({ place, named }) => {
    const { schema } = bodyProperty(document, bodySchemas(document, place), named);
    return schema === undefined ? undefined : follow(document, { node: schema, pointer: place.pointer }).node.enum;
  });
  // One that takes any text takes this one too.
  return lists.includes(undefined) ? [] : lists.flatMap((values) => (values ?? []).map(String));
}

function checkParameter(document: Document, parameter: Parameter, pointer: string, report: Report): void {
  const identifier = parameter['x-identifier'];
  const schema = parameter.schema && follow(document, { node: parameter.schema, pointer }).node;
  if (identifier?.kind === 'version' && schema?.enum === undefined && schema?.const === undefined) {
    report({
      rule: 'parameter',
      pointer: `${pointer}/x-identifier`,
      message: `nothing says which versions "${parameter.name}" can name`,
      suggestion: 'give its schema an enum or a const',
    });
  }
  if (parameter['x-idempotency'] !== undefined && parameter.in !== 'header') {
    report({
      rule: 'parameter',
      pointer: `${pointer}/x-idempotency`,
      message: `"${parameter.name}" is a ${parameter.in} parameter`,
      suggestion: 'an idempotency key is a header',
    });
  }
  if (parameter['x-paging'] !== undefined && parameter.in !== 'query') {
    report({
      rule: 'parameter',
      pointer: `${pointer}/x-paging`,
      message: `"${parameter.name}" is a ${parameter.in} parameter`,
      suggestion: 'paging stands in the query',
    });
  }
}

/** Another name of a parameter is judged and served as the parameter is. */
function checkAlias(document: Document, place: OperationAt, alias: Parameter, at: string, report: Report): void {
  const pointer = `${at}/x-alias`;
  const wanted = alias['x-alias']!;
  const action = place.operation['x-action'];
  if (alias.in !== 'query')
    return report({
      rule: 'parameter',
      pointer,
      message: `"${alias.name}" is a ${alias.in} parameter`,
      suggestion: 'other names are for query parameters',
    });
  if (action && judgesOwnRequest(action))
    return report({
      rule: 'parameter',
      pointer,
      message: `${action.type} reads its parameters by their own names`,
      suggestion: 'leave x-alias out',
    });
  const others = place.parameters.filter(
    ({ node }) => node.in === 'query' && node !== alias && node['x-alias'] === undefined,
  );
  const target = others.find(({ node }) => node.name === wanted);
  if (target === undefined)
    return unknownName(
      report,
      pointer,
      'other query parameter called',
      wanted,
      others.map(({ node }) => node.name),
    );
  const rule = (['x-paging', 'x-identifier'] as const).find((key) => alias[key] !== undefined);
  if (rule !== undefined)
    return report({
      rule: 'parameter',
      pointer: `${at}/${rule}`,
      message: `"${alias.name}" is another name of "${wanted}"`,
      suggestion: `leave ${rule} out: that of "${wanted}" counts`,
    });
  const [own, theirs] = [{ node: alias, pointer: at }, target].map(
    ({ node, pointer: where }) => node.schema && follow(document, { node: node.schema, pointer: where }).node,
  );
  if (!isDeepStrictEqual(own, theirs))
    report({
      rule: 'parameter',
      pointer: `${at}/schema`,
      message: `"${alias.name}" takes other values than "${wanted}", which it is another name of`,
      suggestion: `give it the schema of "${wanted}"`,
    });
}

/** A successful JSON answer is its example with facts laid over it. */
function checkExamples(document: Document, { operation, pointer }: OperationAt, report: Report): void {
  // What `reply` has no example for is made from the schema.
  if (operation['x-action']?.type === 'reply') return;
  for (const [status, reference] of Object.entries(operation.responses ?? {})) {
    if (!status.startsWith('2')) continue;
    const response = follow(document, { node: reference, pointer: `${pointer}/responses/${status}` });
    for (const [type, media] of Object.entries(response.node.content ?? {})) {
      if (!type.includes('json') || media.example !== undefined || Object.keys(media.examples ?? {}).length > 0)
        continue;
      report({
        rule: 'missing-example',
        pointer: `${response.pointer}/content/${escapePointer(type)}`,
        message: `the ${status} answer has no example`,
        suggestion: 'add one: the answer is the example with facts laid over it',
      });
    }
  }
}
