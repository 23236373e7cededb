/** An authorization request as the JWT that its client signs. @see [RFC 9101 §4](https://www.rfc-editor.org/rfc/rfc9101#section-4) */
import { createPrivateKey, sign } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { TargetClient } from '../target/target.ts';
import type { DriverCore } from './driver-core.ts';
import type { Pairs } from './request-parts.ts';

/** Whether the server takes signed requests alone. */
export const mustSign = ({ action }: CompiledOperation): boolean =>
  action.type === 'authorize' && action.request_objects === 'required';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What comes more than once is a list there. */
function claimsOf(query: Pairs): Readonly<Record<string, unknown>> {
  const all = new Map<string, string[]>();
  for (const [name, value] of query) all.set(name, [...(all.get(name) ?? []), value]);
  return Object.fromEntries([...all].map(([name, values]) => [name, values.length > 1 ? values : values[0]]));
}

/** The same request, signed where it has to be; one that is signed or pushed stays as it is. */
export function signedWhereWanted(
  { context }: DriverCore,
  operation: CompiledOperation,
  client: TargetClient,
  query: Pairs,
): Pairs {
  const isElsewhere = query.some(([name]) => name === 'request' || name === 'request_uri');
  if (!mustSign(operation) || isElsewhere) return query;
  const jwk = client.assertion_key ?? context.notRun('the client has no key to sign its requests with');
  const parameter = (operation.action.type === 'authorize' && operation.action.client_parameter) || 'client_id';
  const { [parameter]: id, ...claims } = claimsOf(query);
  const input = `${encode({ alg: jwk['alg'] ?? 'ES256', typ: 'oauth-authz-req+jwt' })}.${encode({ client_id: id, ...claims })}`;
  const key = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' });
  const signature = sign(
    'sha256',
    Buffer.from(input),
    key.asymmetricKeyType === 'ec' ? { key, dsaEncoding: 'ieee-p1363' } : { key },
  );
  return [...query.filter(([name]) => name === parameter), ['request', `${input}.${signature.toString('base64url')}`]];
}
