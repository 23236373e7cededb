/**
 * The scope of refreshed tokens: as granted, or less, and never more.
 *
 * @see [RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)
 */
import { refreshable, refresher } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectScopeRefused } from './judge-answer.ts';
import type { Rule } from './oauth-check.ts';
import { contained, scopeSet, scopeWithin } from './scope-words.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';

const SCOPE = rfc(
  6749,
  '6',
  'The requested scope MUST NOT include any scope not originally granted by the resource owner, and if omitted is treated as equal to the scope originally granted by the resource owner.',
);

/** @param about JSON pointer of the contract's refresh rule */
export function refreshScopes(subject: Subject, about: string): Rule[] {
  const { operation } = endpointFor(subject, 'refresh_token');
  return [
    {
      id: 'refresh-scope-kept',
      title: 'A refresh without scope keeps the scope that was granted',
      citation: SCOPE,
      about,
      async run(context: Context) {
        const { client, refresh_token, scope } = await refreshable(context, subject);
        const next = context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
        context.expect.that(
          next.scope === scope || next.scope === undefined,
          `scope ${scope ?? '(none)'}`,
          next.scope ?? '(none)',
          next.exchange,
        );
      },
    },
    {
      id: 'refresh-scope-narrowed',
      title: 'A refresh may ask for less than was granted',
      citation: SCOPE,
      about,
      async run(context: Context) {
        const client = refresher(context, subject);
        const [narrow, ...more] = client.scopes.filter(
          (each) => !client.scopes.some((other) => contained(subject, other, each)),
        );
        if (narrow === undefined || more.length === 0) context.notRun('no client that may refresh has several scopes');
        const { refresh_token } = await refreshable(context, subject, {
          client,
          query: { scope: [narrow, ...more].join(' ') },
        });
        const next = context.oauth.tokens(await context.oauth.refresh(client, refresh_token, { scope: narrow }));
        context.expect.that(
          next.scope === narrow || next.scope === undefined,
          `scope ${narrow}`,
          next.scope ?? '(none)',
          next.exchange,
        );
      },
    },
    {
      id: 'refresh-scope-restored',
      title: 'A refresh for less leaves the next refresh token its whole scope',
      citation: rfc(
        6749,
        '6',
        'If a new refresh token is issued, the refresh token scope MUST be identical to that of the refresh token included by the client in the request.',
      ),
      about,
      async run(context: Context) {
        const client = refresher(context, subject);
        const [narrow, ...more] = client.scopes.filter(
          (each) => !client.scopes.some((other) => contained(subject, other, each)),
        );
        if (narrow === undefined || more.length === 0) context.notRun('no client that may refresh has several scopes');
        const scope = [narrow, ...more].join(' ');
        const { refresh_token } = await refreshable(context, subject, { client, query: { scope } });
        const less = context.oauth.tokens(await context.oauth.refresh(client, refresh_token, { scope: narrow }));
        const next = context.oauth.tokens(await context.oauth.refresh(client, less.refresh_token ?? refresh_token));
        context.expect.that(
          next.scope === undefined || scopeSet(next.scope) === scopeSet(scope),
          `scope ${scope}`,
          next.scope ?? '(none)',
          next.exchange,
        );
      },
    },
    {
      id: 'refresh-scope-widened',
      title: 'A refresh may not ask for more than was granted',
      citation: SCOPE,
      about,
      async run(context: Context) {
        const client = refresher(context, subject);
        const narrow = client.scopes.find((each) => client.scopes.some((other) => !scopeWithin(subject, other, each)));
        const more = client.scopes.find((other) => narrow !== undefined && !scopeWithin(subject, other, narrow));
        if (narrow === undefined || more === undefined) context.notRun('no client that may refresh has several scopes');
        const { refresh_token } = await refreshable(context, subject, { client, query: { scope: narrow } });
        for (const scope of [more, `${narrow} ${more}`]) {
          expectScopeRefused(
            context,
            await context.oauth.refresh(client, refresh_token, { scope }),
            operation,
            scope,
            `only ${narrow} was granted`,
          );
        }
      },
    },
  ];
}
