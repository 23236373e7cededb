/**
 * Whether what a webhook tells is there: its resource, field and values, a body to post, and somebody to post it to.
 */
import { durationMs } from '../../durations.ts';
import { escapePointer, follow } from '../../openapi-document.ts';
import type { Document, Located, MediaType } from '../../openapi-document.ts';
import { WEBHOOK_METHOD, callbackOperations, webhookMedia, webhookOperations } from '../../contract-webhooks.ts';
import { resourceSchema, resourcesOf } from './check-actions.ts';
import { publicHalf } from '../../signature-key.ts';
import { isKeyPairAlgorithm } from '../../signature-kinds.ts';
import { propertiesOf, unknownName } from './walk-document.ts';
import type { Report } from './walk-document.ts';

const LONGEST_TIMEOUT = 30_000;

/** Beside the schema, or in it: what is read-only in requests can stand in the second alone. */
function hasExample(document: Document, { node, pointer }: Located<MediaType>): boolean {
  const { example, examples = [] } =
    node.schema === undefined ? {} : follow(document, { node: node.schema, pointer }).node;
  return (
    node.example !== undefined ||
    Object.keys(node.examples ?? {}).length > 0 ||
    example !== undefined ||
    examples.length > 0
  );
}

/** Whether the fields that carry a signature say so, and the secrets can be read. */
function checkSigning(document: Document, report: Report): void {
  const signing = document['x-webhooks']?.signing;
  if (signing === undefined) return;
  const say = (at: string, message: string, suggestion: string): void =>
    report({ rule: 'webhook', pointer: `#${at}`, message, suggestion });
  const values = Object.values(signing.headers);
  if (!values.some((value) => value.includes('{signature}')))
    say('/x-webhooks/signing/headers', 'no header field carries the signature', 'put {signature} into one of them');
  if (signing.message.includes('timestamp') && !values.some((value) => value.includes('{timestamp}')))
    say('/x-webhooks/signing/headers', 'the timestamp is signed and not sent', 'put {timestamp} into a header field');
  if (!signing.message.includes('body'))
    say('/x-webhooks/signing/message', 'the body is not signed', 'add body to the parts');
  for (const [name, value] of Object.entries(signing.headers))
    for (const [word] of value.matchAll(/\{[^}]*\}/g))
      if (!['{id}', '{timestamp}', '{signature}'].includes(word))
        say(
          `/x-webhooks/signing/headers/${escapePointer(name)}`,
          `${word} is not filled in`,
          'it can be {id}, {timestamp} or {signature}',
        );
  const { algorithm, ecdsa_format: format, secret_prefix: prefix = '', secret_encoding: encoding = 'utf8' } = signing;
  if (format !== undefined && !algorithm.startsWith('ecdsa'))
    say('/x-webhooks/signing/ecdsa_format', `${algorithm} is not written as two numbers`, 'leave ecdsa_format out');
  if (isKeyPairAlgorithm(algorithm)) {
    for (const word of ['secret_prefix', 'secret_encoding'] as const)
      if (signing[word] !== undefined)
        say(`/x-webhooks/signing/${word}`, 'the keys of a key pair are PEM or JWK', `leave ${word} out`);
    document['x-seed']?.tenants.forEach(({ webhook_secret: secret }, i) => {
      const read = secret === undefined ? undefined : publicHalf([algorithm], secret);
      if (typeof read === 'string')
        say(
          `/x-seed/tenants/${i}/webhook_secret`,
          'this is no key that x-webhooks.signing can sign with',
          `write ${read}, for ${algorithm}`,
        );
    });
    return;
  }
  document['x-seed']?.tenants.forEach(({ webhook_secret: secret }, i) => {
    if (secret === undefined) return;
    const text = secret.slice(prefix.length);
    if (!secret.startsWith(prefix) || text === '' || Buffer.from(text, encoding).toString(encoding) !== text)
      say(
        `/x-seed/tenants/${i}/webhook_secret`,
        `the secret is not ${prefix === '' ? '' : `${JSON.stringify(prefix)} and `}${encoding}, as x-webhooks.signing says`,
        'write one that receivers can read',
      );
  });
}

/** A callback is sent to the URL that its expression names: the property of the record that x-webhooks says. */
function checkCallbacks(document: Document, report: Report): void {
  const record = document['x-webhooks']?.url.record;
  for (const { expression, pointer, name } of callbackOperations(document))
    if (record !== undefined && !new RegExp(`^\\{\\$request\\.body#(?:/[^/}]+)*/${record}\\}$`).test(expression))
      report({
        rule: 'webhook',
        pointer,
        message: `the callback "${name}" is for ${expression}, and is sent to "${record}" of the record`,
        suggestion: `let it be for {$request.body#/${record}}`,
      });
}

export function checkWebhooks(document: Document, report: Report): void {
  checkSigning(document, report);
  checkCallbacks(document, report);
  const operations = webhookOperations(document);
  const delivery = document['x-webhooks'];
  const names = Object.keys(document.webhooks ?? {});
  if (delivery === undefined && names.length > 0 && operations.every(({ node }) => node['x-webhook'] === undefined)) {
    report({
      level: 'warning',
      rule: 'webhook',
      pointer: '#/webhooks',
      message: `the document's webhooks are not sent: none has "x-webhook"`,
      suggestion: 'say which change of which resource each one tells, and with "x-webhooks" where they are sent',
    });
    return;
  }
  for (const name of names) {
    if (operations.some((operation) => operation.name === name)) continue;
    report({
      rule: 'webhook',
      pointer: `#/webhooks/${escapePointer(name)}`,
      message: `the webhook "${name}" is not posted`,
      suggestion: `describe it under "${WEBHOOK_METHOD}"`,
    });
  }
  if (operations.length > 0 && delivery === undefined)
    report({
      rule: 'missing-key',
      pointer: '#',
      message: 'the document has webhooks and no "x-webhooks"',
      suggestion: 'say where they are sent, and when they are sent again',
    });
  if (delivery !== undefined && operations.length === 0)
    report({
      level: 'warning',
      rule: 'webhook',
      pointer: '#/x-webhooks',
      message: 'the document has no webhooks to send',
      suggestion: 'describe them under "webhooks"',
    });
  const timeout = delivery && durationMs(delivery.timeout);
  if (timeout !== undefined && !(timeout > 0 && timeout <= LONGEST_TIMEOUT))
    report({
      rule: 'webhook',
      pointer: '#/x-webhooks/timeout',
      message: `a receiver cannot be waited for ${delivery!.timeout}`,
      suggestion: 'let it be more than nothing, and at most PT30S',
    });
  for (const operation of operations) {
    const rule = operation.node['x-webhook'];
    if (rule === undefined) {
      report({
        level: 'warning',
        rule: 'webhook',
        pointer: operation.pointer,
        message: `the webhook "${operation.name}" is not sent: it has no "x-webhook"`,
        suggestion: 'say which change of which resource it tells',
      });
      continue;
    }
    const pointer = `${operation.pointer}/x-webhook`;
    const media = webhookMedia(document, operation);
    if (media === undefined)
      report({
        rule: 'webhook',
        pointer: operation.pointer,
        message: `the webhook "${operation.name}" has no JSON body`,
        suggestion: 'declare requestBody with a schema and an example',
      });
    else if (!hasExample(document, media))
      report({
        rule: 'missing-example',
        pointer: media.pointer,
        message: 'the body has no example',
        suggestion: 'add one: what is posted is the example with facts laid over it',
      });
    const schema = resourceSchema(document, rule.resource);
    if (schema === undefined) {
      unknownName(report, `${pointer}/resource`, 'resource', rule.resource, resourcesOf(document));
      continue;
    }
    const properties = propertiesOf(document, schema);
    unknownName(report, `${pointer}/field`, `field of ${rule.resource} called`, rule.field, [...properties.keys()]);
    const field = properties.get(rule.field);
    const values = field && follow(document, { node: field, pointer }).node.enum;
    if (values !== undefined)
      for (const value of Object.keys(rule.events))
        unknownName(
          report,
          `${pointer}/events/${escapePointer(value)}`,
          `value of ${rule.field}`,
          value,
          values.map(String),
        );
    const { record } = delivery?.url ?? {};
    if (record !== undefined && delivery?.url.tenant === undefined)
      unknownName(report, '#/x-webhooks/url/record', `field of ${rule.resource} called`, record, [
        ...properties.keys(),
      ]);
  }
}
