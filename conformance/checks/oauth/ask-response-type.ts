/** Authorization requests for more than a code, and what comes back. */
import { challengeOf } from './ask-endpoint.ts';
import type { Fields } from './ask-endpoint.ts';
import { show } from './judge-answer.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import { answerOf } from '../../visit.ts';
import type { Visit } from '../../visit.ts';
import type { TargetClient } from '../../target/target.ts';
import type { ResponseType } from '../../../specs/generated/vocabulary.ts';

export const NONCE = 'n-0S6_WzA2Mj';

export type Part = 'code' | 'token' | 'id_token';

/** What the client is told each by. */
export const PARAMETERS = { code: 'code', token: 'access_token', id_token: 'id_token' } as const;

export const holds = (type: string, part: Part): boolean => type.split(' ').includes(part);

/** What the authorization endpoint gives, but for a code alone. */
export const frontChannelTypes = ({ authorize }: Subject): readonly ResponseType[] =>
  (authorize?.action.response_types ?? []).filter((type) => type !== 'code');

/** A server that publishes what it can do registers clients for codes alone, unless they say otherwise (RFC 7591 §2). */
const mayAsk =
  ({ target }: Context, type: string) =>
  ({ response_types: types }: TargetClient): boolean =>
    types === undefined ? type === 'code' || target.metadata === undefined : types.includes(type);

/** A client that may ask for this. */
export function clientFor(context: Context, type: string): TargetClient {
  const fits = mayAsk(context, type);
  const first = context.oauth.client('authorization_code', { redirects: true });
  const other = context.target.credentials.clients.find(
    (client) =>
      fits(client) &&
      client.grants.includes('authorization_code') &&
      client.redirect_uris.length > 0 &&
      client.allowed_addresses === null,
  );
  return fits(first) ? first : (other ?? context.notRun(`the target has no client that may ask for ${type}`));
}

/** A client that is known not to have it among what it may ask for. */
export const clientWithout = (context: Context, type: string): TargetClient =>
  context.target.credentials.clients.find(
    ({ response_types: types, grants, redirect_uris, allowed_addresses }) =>
      types?.includes(type) === false &&
      grants.includes('authorization_code') &&
      redirect_uris.length > 0 &&
      allowed_addresses === null,
  ) ?? context.notRun(`the target has no client that may not ask for ${type}`);

export interface Asked extends Visit {
  readonly client: TargetClient;
  /** What the client is told, in whichever way. */
  readonly told: URLSearchParams;
}

interface Options {
  readonly query?: Fields;
  readonly client?: TargetClient;
}

/** The request as it should be, but for these parameters. */
export async function askFor(
  context: Context,
  subject: Subject,
  type: string,
  { query = {}, client = clientFor(context, type) }: Options = {},
): Promise<Asked> {
  const visit = await context.oauth.authorize(client, {
    response_type: type,
    ...(subject.credential.id_token !== undefined && { scope: 'openid' }),
    ...(holds(type, 'id_token') && { nonce: NONCE }),
    ...(holds(type, 'code') && challengeOf(subject)),
    ...query,
  });
  return { ...visit, client, told: answerOf(visit) };
}

/** What comes back in the fragment, with all that was asked for. */
export async function answered(
  context: Context,
  subject: Subject,
  type: string,
  options?: Options,
): Promise<Asked & { readonly given: Readonly<Record<Part, string>> }> {
  const asked = await askFor(context, subject, type, options);
  expectGiven(context, asked, type);
  const given = Object.fromEntries(Object.entries(PARAMETERS).map(([part, name]) => [part, asked.told.get(name)]));
  return { ...asked, given: given as Record<Part, string> };
}

/** All that was asked for, and nothing else. */
export function expectGiven(context: Context, { exchange, told }: Asked, type: string): void {
  const error = told.get('error');
  context.expect.that(error === null, `an answer to response_type ${type}`, `error ${show(error)}`, exchange);
  for (const [part, name] of Object.entries(PARAMETERS)) {
    const wanted = holds(type, part as Part);
    context.expect.that(
      told.has(name) === wanted,
      `${wanted ? 'the' : 'no'} parameter ${name} for response_type ${type}`,
      wanted ? 'none' : 'one',
      exchange,
    );
  }
}

const SECRETS = [...Object.values(PARAMETERS), 'refresh_token'];

/** Nothing of it where servers and logs see it. */
export function expectNotInQuery(context: Context, { exchange, location }: Visit): void {
  const seen = SECRETS.filter((name) => location?.searchParams.has(name) === true);
  context.expect.that(seen.length === 0, 'nothing in the query', seen.join(', '), exchange);
}
