/** What a request to a token endpoint asks for, and in whose name. */
import { fieldsOf } from '../checks/derived/support/invalid-bodies.ts';
import { header } from '../checks/derived/support/change-parts.ts';
import { isObject, parseJson, valueAt } from '../driver/json-values.ts';
import { covers, permits } from '../driver/scope-coverage.ts';
import type { ObservedAnswer } from './answer-context.ts';
import { whoCalls } from './requesting-caller.ts';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** `client_id` of HTTP Basic, percent-decoded (RFC 6749 §2.3.1). */
function fromBasic(value: string | undefined): string | undefined {
  const [, encoded] = /^basic (.+)$/i.exec(value ?? '') ?? [];
  const id = encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString().split(':', 1)[0];
  return id === undefined ? undefined : decodeURIComponent(id.replaceAll('+', ' '));
}

/** Id of the client, or of the key that stands for one. */
export function asker(observed: ObservedAnswer): string | undefined {
  const { operation, request } = observed;
  const { action } = operation;
  if ('client_authentication' in action && action.client_authentication.includes('security'))
    return whoCalls(observed, operation, request)?.key?.id;
  if (action.type === 'link.redeem') return text(valueAt(parseJson(request.body ?? ''), action.client ?? ''));
  const fields = fieldsOf(request);
  return (
    fromBasic(header(request, 'authorization')) ??
    text(fields?.['client_id']) ??
    issuerOf(text(fields?.['client_assertion'])) ??
    issuerOf(text(fields?.['assertion']))
  );
}

/** Anyone who signed an assertion is the client (RFC 7523 §3). */
function issuerOf(assertion: string | undefined): string | undefined {
  const claims = parseJson(Buffer.from(assertion?.split('.')[1] ?? '', 'base64url').toString());
  return isObject(claims) ? text(claims['iss']) : undefined;
}

export interface Asked {
  /** Scopes that were asked for by name. */
  readonly asked: readonly string[] | undefined;
  /** Whether the client may have a scope; undefined where nobody knows. */
  readonly possible: ((scope: string) => boolean) | undefined;
}

export function grantOf(observed: ObservedAnswer): Asked {
  const {
    contract,
    target,
    operation: { action },
    request,
  } = observed;
  const fields = fieldsOf(request) ?? {};
  const asked = text(fields['scope'])
    ?.split(' ')
    .filter((scope) => scope !== '');
  const id = asker(observed);
  const client = target.credentials.clients.find(({ client_id }) => client_id === id);
  const credential =
    'credential' in action && typeof action.credential === 'string'
      ? contract.credentials.get(action.credential)
      : undefined;
  const own = client?.scopes;
  const key = whoCalls(observed, observed.operation, request);
  const possible =
    own !== undefined
      ? (scope: string): boolean => covers(credential, own, [scope])
      : key?.scopes !== undefined
        ? (scope: string): boolean => permits(key.scopes!, [scope])
        : undefined;
  return { asked, possible };
}
