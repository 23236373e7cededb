/** Compiles the document's `webhooks`: what each one tells, and when. */
import { contractMs } from './durations.ts';
import { METHODS, escapePointer, follow } from './openapi-document.ts';
import type { Document, Located, MediaType, Operation, PathItem } from './openapi-document.ts';
import type { Render, CompiledDelivery, CompiledWebhook } from './compiled-contract.ts';
import { compileBody } from './compile/render-example.ts';

export const WEBHOOK_METHOD = 'post';

type WebhookOperation = Located<Operation> & { readonly name: string };

/** Callbacks of operations (OpenAPI 3.1 §4.8.18) that say which change they tell: webhooks to a URL of the request's body. */
export function callbackOperations(
  document: Document,
): readonly (WebhookOperation & { readonly expression: string })[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) =>
      Object.entries(item[method]?.callbacks ?? {}).flatMap(([name, urls]) =>
        Object.entries(urls).flatMap(([expression, { [WEBHOOK_METHOD]: operation }]) =>
          operation?.['x-webhook'] === undefined
            ? []
            : [
                {
                  name,
                  expression,
                  node: operation,
                  pointer: `#/paths/${[path, method, 'callbacks', name, expression, WEBHOOK_METHOD].map(escapePointer).join('/')}`,
                },
              ],
        ),
      ),
    ),
  );
}

/** The operations of a document's webhooks, and of the callbacks that are sent as such. */
export function webhookOperations(document: Document): readonly WebhookOperation[] {
  return [...namedWebhooks(document), ...callbackOperations(document)];
}

function namedWebhooks(document: Document): readonly WebhookOperation[] {
  return Object.entries(document.webhooks ?? {}).flatMap(([name, reference]) => {
    const { node, pointer } = follow<PathItem>(document, {
      node: reference,
      pointer: `#/webhooks/${escapePointer(name)}`,
    });
    const operation = node[WEBHOOK_METHOD];
    return operation === undefined ? [] : [{ name, node: operation, pointer: `${pointer}/${WEBHOOK_METHOD}` }];
  });
}

/** The JSON that a webhook's operation says is posted. */
export function webhookMedia(
  document: Document,
  { node, pointer }: Located<Operation>,
): Located<MediaType> | undefined {
  if (node.requestBody === undefined) return undefined;
  const body = follow(document, { node: node.requestBody, pointer: `${pointer}/requestBody` });
  const [type, media] = Object.entries(body.node.content ?? {}).find(([name]) => name.includes('json')) ?? [];
  return type === undefined || media === undefined
    ? undefined
    : { node: media, pointer: `${body.pointer}/content/${escapePointer(type)}` };
}

function renderOf(document: Document, operation: Located<Operation>): Render {
  let render: Render | undefined;
  const compile = (): Render => {
    const media = webhookMedia(document, operation);
    const schema = media?.node.schema && { node: media.node.schema, pointer: `${media.pointer}/schema` };
    return compileBody(document, schema, media?.node.example ?? Object.values(media?.node.examples ?? {})[0]?.value)
      .render;
  };
  return (facts) => (render ??= compile())(facts);
}

export function compileWebhooks(document: Document): {
  readonly webhooks: readonly CompiledWebhook[];
  readonly webhookDelivery: CompiledDelivery | undefined;
} {
  const delivery = document['x-webhooks'];
  const webhooks = webhookOperations(document).flatMap((operation): CompiledWebhook[] => {
    const rule = operation.node['x-webhook'];
    return rule === undefined
      ? []
      : [{ ...rule, name: operation.name, pointer: operation.pointer, render: renderOf(document, operation) }];
  });
  return {
    webhooks,
    webhookDelivery:
      delivery === undefined || webhooks.length === 0
        ? undefined
        : {
            url: delivery.url,
            timeout: contractMs(delivery.timeout),
            retries: delivery.retries.map(contractMs),
            signing: delivery.signing,
          },
  };
}
