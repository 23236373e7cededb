/**
 * Whether what a webhook tells is there: its resource, field and values, a body to post, and somebody to post it to.
 */
import { durationMs } from '../../durations.ts';
import { escapePointer, follow } from '../../openapi-document.ts';
import type { Document, Located, MediaType } from '../../openapi-document.ts';
import { WEBHOOK_METHOD, webhookMedia, webhookOperations } from '../../contract-webhooks.ts';
import { resourceSchema, resourcesOf } from './check-actions.ts';
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

export function checkWebhooks(document: Document, report: Report): void {
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
