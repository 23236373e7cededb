/** Rules about what a client sends by way of the browser, and what it makes of what comes back. */
import { broken, byFault, held, notSeen } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { SIGN_IN } from '../subjects.ts';
import type { Exchange, Session } from '../session.ts';
import { follows, isAction, isGood, markNamed, text } from '../tokens.ts';
import { countedNoun } from '../../conformance/counted-noun.ts';

const REDACTED = '[redacted]';

/** What an authorization request asks; one that was pushed or signed is judged where its parameters can be seen. */
function askedOf(exchange: Exchange): Readonly<Record<string, string | undefined>> | undefined {
  if (!isAction(exchange, 'authorize', 'authorize.push')) return undefined;
  const fields = exchange.method === 'GET' ? exchange.query : exchange.sent.fields;
  if ('request_uri' in fields || 'request' in fields) return undefined;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, text(value)]));
}

interface Asked {
  readonly exchange: Exchange;
  readonly asked: Readonly<Record<string, string | undefined>>;
}

const authorizations = ({ exchanges }: Session): readonly Asked[] =>
  exchanges.flatMap((exchange) => {
    const asked = askedOf(exchange);
    return asked === undefined ? [] : [{ exchange, asked }];
  });

const NO_AUTHORIZATION = 'no authorization request came; let the client sign somebody in';

const noSecretInUrl: Rule = {
  id: 'secret.not-in-url',
  title: 'No token, key or password stands in a URL',
  level: 'must',
  citation: {
    standard: 'RFC 6750 §5.3',
    url: 'https://www.rfc-editor.org/rfc/rfc6750#section-5.3',
    quote: 'Bearer tokens SHOULD NOT be passed in page URLs (for example, as query string parameters).',
  },
  judge({ exchanges }) {
    const shown = exchanges.filter(({ query, operation, contract }) => {
      const declared = new Set([
        ...(operation?.parameters ?? []).map(({ name }) => name.toLowerCase()),
        ...contract.methods
          .flatMap(({ parts }) => parts)
          .filter((part) => part.in === 'query')
          .map(({ name }) => name.toLowerCase()),
      ]);
      return Object.entries(query).some(
        ([name, value]) =>
          value === REDACTED && !declared.has(name.toLowerCase()) && !operation?.action.type.startsWith('sso.'),
      );
    });
    if (shown.length > 0) {
      const names = Object.entries(shown[0]!.query).flatMap(([name, value]) => (value === REDACTED ? [name] : []));
      return broken(
        `${names.join(' and ')} stood in the query of ${shown.length === 1 ? 'a request' : `${shown.length} requests`}, where logs and proxies keep it`,
        shown,
        'Send it in a header, or in the body of a POST.',
      );
    }
    return exchanges.length === 0 ? notSeen('no request came') : held(`${exchanges.length} URLs carried none`);
  },
};

const stateSent: Rule = {
  id: 'state.sent',
  title: 'Every authorization request carries a state',
  level: 'must',
  about: SIGN_IN,
  citation: {
    standard: 'RFC 6749 §10.12',
    url: 'https://www.rfc-editor.org/rfc/rfc6749#section-10.12',
    quote: 'The client MUST implement CSRF protection for its redirection URI.',
  },
  advice: [['piaxis.3', 'CSRF']],
  judge(session) {
    const all = authorizations(session);
    const without = all.filter(({ asked }) => (asked['state'] ?? '') === '');
    if (without.length > 0)
      return broken(
        `${without.length === 1 ? 'an authorization request' : `${without.length} authorization requests`} had no state`,
        without.map(({ exchange }) => exchange),
        "Make a random state for each sign-in, keep it in the person's session, and send it.",
      );
    return all.length === 0 ? notSeen(NO_AUTHORIZATION) : held(`${all.length} of ${all.length} carried one`);
  },
};

/** Characters of a state that nobody can guess: 128 bits in base64url are 22, in hex 32. */
const SHORTEST_STATE = 16;

/** Words, dates and counters have few different characters, or only digits. */
function isGuessable(state: string): boolean {
  return state.length < SHORTEST_STATE || /^\d+$/.test(state) || new Set(state).size < SHORTEST_STATE / 2;
}

const stateUnguessable: Rule = {
  id: 'state.unguessable',
  title: 'A state is random, and another one for each authorization request',
  level: 'must',
  about: SIGN_IN,
  citation: {
    standard: 'RFC 6749 §10.12',
    url: 'https://www.rfc-editor.org/rfc/rfc6749#section-10.12',
    quote: 'The binding value used for CSRF protection MUST contain a non-guessable value',
  },
  judge(session) {
    const all = authorizations(session).filter(({ asked }) => (asked['state'] ?? '') !== '');
    for (const [i, { exchange, asked }] of all.entries()) {
      const state = asked['state']!;
      if (isGuessable(state))
        return broken(
          `a state of ${countedNoun(state.length, 'character')} could be guessed`,
          [exchange],
          'Use at least 128 bits from a cryptographic source of randomness.',
        );
      const twin = all.slice(i + 1).find((other) => other.asked['state'] === state);
      if (twin !== undefined)
        return broken(
          'one state served two authorization requests',
          [exchange, twin.exchange],
          'Make another state for each sign-in.',
        );
    }
    return all.length === 0 ? notSeen('no authorization request with a state came') : held('none could be guessed');
  },
};

const stateCompared: Rule = {
  id: 'state.compared',
  title: 'An answer with another state than was sent is thrown away',
  level: 'must',
  about: SIGN_IN,
  citation: {
    standard: 'RFC 6749 §10.12',
    url: 'https://www.rfc-editor.org/rfc/rfc6749#section-10.12',
    quote: 'The client MUST implement CSRF protection for its redirection URI.',
  },
  judge(session) {
    const forged = session.exchanges.filter(({ fault }) => fault?.did.includes('another state') === true);
    for (const answer of forged) {
      const code = markNamed(answer.given, 'code');
      const redeemed = session.exchanges.find(
        (one) => code !== undefined && follows(one, answer) && markNamed(one.came, 'code') === code,
      );
      if (redeemed !== undefined)
        return broken(
          'a code was redeemed that had come with another state than the client sent',
          [answer, redeemed],
          "Compare the state that comes back with the one in the person's session before anything else is done.",
        );
    }
    const isTold = forged.some((answer) => markNamed(answer.given, 'code') !== undefined);
    return isTold && (session.ended || session.exchanges.some((one) => follows(one, forged[0]!)))
      ? held('a code that came with another state was not redeemed')
      : notSeen('no answer with a wrong state was played', {
          plan: 'sign-in',
          ...byFault({ wrong_state: true, next: 1 }),
        });
  },
};

const pkce: Rule = {
  id: 'pkce.s256',
  title: 'Authorization requests carry a PKCE challenge of the method S256',
  level: 'must',
  about: SIGN_IN,
  citation: {
    standard: 'RFC 7636 §4.2',
    url: 'https://www.rfc-editor.org/rfc/rfc7636#section-4.2',
    quote: 'If the client is capable of using "S256", it MUST use "S256"',
  },
  judge(session) {
    const all = authorizations(session);
    const without = all.find(({ asked }) => asked['code_challenge'] === undefined);
    if (without !== undefined)
      return broken(
        'an authorization request had no code_challenge',
        [without.exchange],
        'Make a code_verifier, send its SHA-256 as code_challenge with code_challenge_method=S256, and the verifier with the code.',
      );
    const plain = all.find(({ asked }) => asked['code_challenge_method'] !== 'S256');
    if (plain !== undefined)
      return broken(
        `a challenge had the method ${plain.asked['code_challenge_method'] ?? 'plain, which is what none means'}`,
        [plain.exchange],
        'Send code_challenge_method=S256, with the SHA-256 of the verifier.',
      );
    const [first, twin] = [...all]
      .sort((a, b) => compare(a.asked['code_challenge'], b.asked['code_challenge']))
      .flatMap((one, i, sorted) =>
        one.asked['code_challenge'] === sorted[i + 1]?.asked['code_challenge'] ? [one, sorted[i + 1]!] : [],
      );
    if (first !== undefined && twin !== undefined)
      return broken(
        'one challenge served two authorization requests',
        [first.exchange, twin.exchange],
        'Make another verifier for each sign-in.',
      );
    return all.length === 0 ? notSeen(NO_AUTHORIZATION) : held(`${all.length} of ${all.length} carried one`);
  },
};

const compare = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);

const redirect: Rule = {
  id: 'redirect.exact',
  title: 'The redirect URI is one that is registered, to the letter, in both steps',
  level: 'must',
  about: SIGN_IN,
  citation: { standard: 'RFC 9700 §2.1', url: 'https://www.rfc-editor.org/rfc/rfc9700#section-2.1' },
  advice: [['piaxis.3', 'must be registered']],
  judge(session) {
    const refused = session.exchanges.filter(({ failure }) => failure === 'invalid_redirect_uri');
    if (refused.length > 0)
      return broken(
        'a redirect URI was not one of those that are registered',
        refused,
        'Register every URI that is used, and send it as it is registered: case, port, path and trailing slash count.',
      );
    const all = authorizations(session).filter(({ exchange }) => isGood(exchange));
    for (const { exchange, asked } of all) {
      const code = markNamed(exchange.given, 'code');
      const redeemed = session.exchanges.find((one) => code !== undefined && markNamed(one.came, 'code') === code);
      const uri = text(redeemed?.sent.fields['redirect_uri']);
      if (
        redeemed !== undefined &&
        uri !== undefined &&
        asked['redirect_uri'] !== undefined &&
        uri !== asked['redirect_uri']
      )
        return broken(
          `the code was redeemed with the redirect URI ${uri}, and asked for with ${asked['redirect_uri']}`,
          [exchange, redeemed],
          'Send the same redirect URI in both steps.',
        );
    }
    return all.length === 0 ? notSeen(NO_AUTHORIZATION) : held('it was the same in both steps');
  },
};

export const FRONT_CHANNEL: readonly Rule[] = [
  noSecretInUrl,
  stateSent,
  stateUnguessable,
  stateCompared,
  pkce,
  redirect,
];
