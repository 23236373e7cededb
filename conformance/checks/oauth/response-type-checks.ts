/**
 * What an authorization endpoint gives besides codes, and the ways in which it goes back.
 *
 * @see [OAuth 2.0 Multiple Response Types](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html), [OAuth
 *   2.0 Form Post Response Mode](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html)
 */
import { redeem } from './ask-endpoint.ts';
import {
  answered,
  askFor,
  clientWithout,
  expectGiven,
  expectNotInQuery,
  frontChannelTypes,
  holds,
} from './ask-response-type.ts';
import type { Asked } from './ask-response-type.ts';
import { expectAlive, show } from './judge-answer.ts';
import { responses, rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { ResponseType } from '../../../specs/generated/vocabulary.ts';

const FRAGMENT =
  'The default Response Mode for this Response Type is the fragment encoding and the query encoding MUST NOT be used.';
const ID_TOKEN = responses('Multiple Response Types', '3', 'id_token', FRAGMENT);
const COMBINED = responses('Multiple Response Types', '5', 'Combinations', FRAGMENT);
const ORDER = rfc(6749, '3.1.1', 'where the order of values does not matter');
const CLIENT = rfc(6749, '4.2.2.1', 'The client is not authorized to request an access token using this method.');
const IN_FRAGMENT = responses(
  'Multiple Response Types',
  '2.1',
  'ResponseModes',
  'In this mode, Authorization Response parameters are encoded in the fragment added to the redirect_uri when redirecting back to the Client.',
);
const POSTED = responses(
  'Form Post Response Mode',
  '2',
  'FormPostResponseMode',
  'In this mode, Authorization Response parameters are encoded as HTML form values that are auto-submitted in the User Agent',
);
const KEPT = responses(
  'Form Post Response Mode',
  '2',
  'FormPostResponseMode',
  'the Authorization Server MUST instruct the User Agent (and any intermediaries) not to store or reuse the content of the response.',
);
const FRAMES = rfc(9700, '4.16', 'Authorization servers MUST prevent clickjacking attacks.');
const UNKNOWN_MODE = {
  standard: 'OpenID Connect Core §3.1.2.6',
  url: 'https://openid.net/specs/openid-connect-core-1_0.html#AuthError',
  quote:
    'If the Response Mode value is not supported, the Authorization Server returns an HTTP response code of 400 (Bad Request) without Error Response parameters',
};

const citationOf = (type: ResponseType) => (type === 'id_token' ? ID_TOKEN : COMBINED);

const named = (type: string): string =>
  [
    ...(holds(type, 'code') ? ['a code'] : []),
    ...(holds(type, 'id_token') ? ['an ID token'] : []),
    ...(holds(type, 'token') ? ['an access token'] : []),
  ].join(' and ');

function typeRule(subject: Subject, about: string, type: ResponseType): Rule {
  return {
    id: `response-type-${type.replaceAll(' ', '-')}`,
    title: `response_type ${type} is answered with ${named(type)} that can be used, in the fragment and nowhere else`,
    citation: citationOf(type),
    about,
    needs: ['consent'],
    async run(context: Context) {
      const state = 'as it was sent';
      const asked = await answered(context, subject, type, { query: { state } });
      const { told, client, exchange, given, location } = asked;
      expectNotInQuery(context, asked);
      context.expect.that(
        location !== undefined && location.hash !== '',
        'all of it in the fragment',
        'not there',
        exchange,
      );
      context.expect.that(told.get('state') === state, `state ${show(state)}`, show(told.get('state')), exchange);
      context.expect.that(!told.has('refresh_token'), 'no refresh_token in an address', 'one', exchange);
      if (holds(type, 'token')) {
        const kind = told.get('token_type');
        context.expect.that(kind?.toLowerCase() === 'bearer', 'token_type Bearer', show(kind), exchange);
        await expectAlive(context, given.token, client, 'it came with the redirect');
      }
      if (!holds(type, 'code')) return;
      const redirectUri = client.redirect_uris[0]!;
      const tokens = context.oauth.tokens(await redeem(context, subject, { client, code: given.code, redirectUri }));
      await expectAlive(context, tokens.access_token, client, 'it was given for the code');
    },
  };
}

function typeRules(subject: Subject, about: string): readonly Rule[] {
  // The implicit grant of RFC 6749 has checks of its own.
  const types = frontChannelTypes(subject).filter((type) => type !== 'token');
  const several = types.find((type) => type.includes(' '));
  const [any] = frontChannelTypes(subject);
  return [
    ...types.map((type) => typeRule(subject, about, type)),
    ...(several === undefined
      ? []
      : [
          {
            id: 'response-type-order',
            title: 'The words of a response type may come in any order',
            citation: ORDER,
            about,
            needs: ['consent'] as const,
            async run(context: Context) {
              const turned = several.split(' ').reverse().join(' ');
              const { client } = await answered(context, subject, several);
              expectGiven(context, await askFor(context, subject, turned, { client }), several);
            },
          },
        ]),
    ...(any === undefined
      ? []
      : [
          {
            id: 'response-type-client',
            title: 'A client gets no response type that it may not ask for',
            citation: CLIENT,
            about,
            async run(context: Context) {
              const client = clientWithout(context, any);
              const asked = await askFor(context, subject, any, { client });
              const error = asked.told.get('error');
              context.expect.that(
                context.target.isMock
                  ? error === 'unauthorized_client'
                  : error !== null || asked.location === undefined,
                'error=unauthorized_client',
                error === null ? 'no error' : `error ${show(error)}`,
                asked.exchange,
              );
              const given = ['code', 'access_token', 'id_token'].filter((name) => asked.told.has(name));
              context.expect.that(given.length === 0, 'nothing else', given.join(', '), asked.exchange);
            },
          },
        ]),
  ];
}

/** An answer that a form brings to the client. */
function expectPosted(context: Context, { exchange, posted, location }: Asked): URLSearchParams {
  const { kind } = context.target.consent;
  if (kind !== 'form' && kind !== 'headless') context.notRun("the browser is not the suite's, which sees no form");
  context.expect.that(
    posted !== undefined,
    'a page with a form that posts to the redirect URI',
    location === undefined ? 'another page' : 'a redirect',
    exchange,
  );
  return posted;
}

function modeRules(subject: Subject, about: string): readonly Rule[] {
  const modes = subject.authorize?.action.response_modes;
  if (modes === undefined) return [];
  const types = subject.authorize?.action.response_types ?? ['code'];
  const longest = [...types].sort((a, b) => b.length - a.length)[0]!;
  const [front] = frontChannelTypes(subject);
  const rules: readonly (Rule & { readonly when: boolean })[] = [
    {
      when: modes.includes('fragment') && types.includes('code'),
      id: 'response-mode-fragment',
      title: 'response_mode=fragment brings a code in the fragment',
      citation: IN_FRAGMENT,
      needs: ['consent'],
      async run(context: Context) {
        const asked = await answered(context, subject, 'code', { query: { response_mode: 'fragment' } });
        expectNotInQuery(context, asked);
      },
    },
    {
      when: front !== undefined,
      id: 'response-mode-query',
      title: 'response_mode=query brings no token into a query',
      citation: front === undefined ? COMBINED : citationOf(front),
      async run(context: Context) {
        const asked = await askFor(context, subject, front!, { query: { response_mode: 'query' } });
        expectNotInQuery(context, asked);
        const got = ['code', 'access_token', 'id_token'].filter((name) => asked.told.has(name));
        if (context.target.isMock)
          context.expect.that(
            asked.told.get('error') === 'invalid_request' && got.length === 0,
            'error=invalid_request, and nothing else',
            got.length > 0 ? got.join(', ') : show(asked.told.get('error')),
            asked.exchange,
          );
      },
    },
    {
      when: modes.includes('form_post'),
      id: 'response-mode-form-post',
      title: 'response_mode=form_post brings all of it in a form, with state, and nothing in an address',
      citation: POSTED,
      needs: ['consent'],
      async run(context: Context) {
        const state = 'a "quoted" & <b>bold</b> state';
        for (const type of new Set(types.includes('code') ? ['code', longest] : [longest])) {
          const asked = await askFor(context, subject, type, { query: { response_mode: 'form_post', state } });
          const posted = expectPosted(context, asked);
          expectGiven(context, asked, type);
          context.expect.that(
            posted.get('state') === state,
            `state ${show(state)}`,
            show(posted.get('state')),
            asked.exchange,
          );
        }
      },
    },
    {
      when: modes.includes('form_post'),
      id: 'response-mode-form-post-stored',
      title: 'No cache may keep a page that posts to the client',
      citation: KEPT,
      needs: ['consent'],
      async run(context: Context) {
        const asked = await askFor(context, subject, types[0]!, { query: { response_mode: 'form_post' } });
        expectPosted(context, asked);
        const control = asked.exchange.answerHeaders['cache-control'];
        context.expect.that(
          /\bno-store\b/i.test(control ?? ''),
          'Cache-Control: no-store',
          show(control),
          asked.exchange,
        );
      },
    },
    {
      when: modes.includes('form_post'),
      id: 'response-mode-form-post-error',
      title: 'With response_mode=form_post an error comes in a form, too',
      citation: POSTED,
      async run(context: Context) {
        const wrong = subject.credential.id_token === undefined ? { scope: 'no.such.scope' } : { prompt: 'none' };
        const asked = await askFor(context, subject, types[0]!, { query: { response_mode: 'form_post', ...wrong } });
        const posted = expectPosted(context, asked);
        context.expect.that(posted.has('error'), 'an error in the form', [...posted.keys()].join(', '), asked.exchange);
      },
    },
    {
      when: modes.includes('form_post') && subject.credential.id_token !== undefined,
      id: 'response-mode-form-post-framed',
      title: "The form of an answer to prompt=none may stand in a frame of the client's own pages, and in no other",
      level: 'should',
      evidence: 'assumed',
      citation: FRAMES,
      async run(context: Context) {
        const query = { response_mode: 'form_post', prompt: 'none' };
        const { client, exchange, told } = await askFor(context, subject, types[0]!, { query });
        context.expect.that(told.has('error') || told.has('code'), 'an answer in a form', 'none', exchange);
        const { 'x-frame-options': options, 'content-security-policy': policy = '' } = exchange.answerHeaders;
        const [, named = ''] = /frame-ancestors ([^;]*)/.exec(policy) ?? [];
        const origin = new URL(client.redirect_uris[0]!).origin;
        context.expect.that(
          options === undefined && named.split(' ').includes(origin) && !/(?:^| )(?:\*|https?:)(?: |$)/.test(named),
          `frame-ancestors with ${origin}, and no X-Frame-Options`,
          `frame-ancestors ${named}, X-Frame-Options ${options ?? 'none'}`,
          exchange,
        );
      },
    },
    {
      when: true,
      id: 'response-mode-unknown',
      title: 'A response_mode that nobody knows is refused, and brings nothing',
      citation: UNKNOWN_MODE,
      async run(context: Context) {
        const asked = await askFor(context, subject, types[0]!, { query: { response_mode: 'suite_none' } });
        const got = ['code', 'access_token', 'id_token'].filter((name) => asked.told.has(name));
        context.expect.that(got.length === 0, 'a refusal', got.join(', '), asked.exchange);
        if (context.target.isMock) context.expect.status(asked.exchange, 400, 'nobody can tell the client');
        else
          context.expect.that(
            asked.exchange.status >= 400 || asked.told.has('error'),
            'status 400, or an error for the client',
            `status ${asked.exchange.status}`,
            asked.exchange,
          );
      },
    },
  ];
  return rules.flatMap(({ when, ...rule }) => (when ? [{ ...rule, about }] : []));
}

export const responseTypes = oauthFamily((subject: Subject) => {
  const { authorize } = subject;
  if (authorize === undefined) return [];
  const about = authorize.operation.pointer;
  return [...typeRules(subject, about), ...modeRules(subject, about)];
});
