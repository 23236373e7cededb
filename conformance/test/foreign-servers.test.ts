/**
 * The generic contract against servers that nobody here wrote: whatever fails there is a deviation from an RFC that was
 * verified by hand, and stands in `known-failing/` with its reason. Anything else would be a false alarm.
 */
import t from 'tap';
import { allChecks } from '../all-checks.ts';
import { readKnownFailing } from '../known-failing.ts';
import { exitCode } from '../verify-exit-code.ts';
import { loadCompiled, verify } from '../verify.ts';
import type { ForeignServer } from './foreign-target.ts';
import { startNodeOAuthServer } from './node-oauth-server.ts';
import { startOAuth2MockServer } from './oauth2-mock-server.ts';
import { asksWithout, startOidcProvider, startOpenIdProvider } from './oidc-provider.ts';

interface Foreign {
  readonly name: string;
  readonly contract: string;
  /** File of its deviations. */
  readonly known: string;
  start(): Promise<ForeignServer>;
  /** At least so many checks pass: a run in which everything is "not run" would be clean too. */
  readonly passed: number;
}

const SERVERS: readonly Foreign[] = [
  { name: 'oidc-provider', contract: 'oauth2', known: 'oidc-provider', start: () => startOidcProvider(), passed: 155 },
  {
    name: 'oidc-provider',
    contract: 'oidc',
    known: 'oidc-provider-openid',
    start: () => startOpenIdProvider(),
    passed: 200,
  },
  {
    name: 'oauth2-mock-server',
    contract: 'oauth2',
    known: 'oauth2-mock-server',
    start: startOAuth2MockServer,
    passed: 40,
  },
  {
    name: '@node-oauth/oauth2-server',
    contract: 'oauth2',
    known: 'node-oauth-server',
    start: startNodeOAuthServer,
    passed: 60,
  },
];

/** What these servers cannot be asked, or do not offer. */
const NOT_RUN =
  /^(needs a (wait of \d+ s; safety\.longest_wait is \d+ s$|clock that can be moved|control plane|target that speaks HTTPS)|.*takes no plain challenges|every client may (ask for|have|use) every (scope|grant)|no client with a secret may (?:introspect|ask there)|the client does not authenticate with HTTP Basic there$|the target has no( other)? client that|no client of the target (authenticates by|has a key to sign|has a redirect URI with a query)|no client has a loopback redirect URI|no answer of this run had this value|the server (gave no refresh token|does not take the claims parameter|tells no client of a log-out|does not say that it takes request objects)|what is signed need not be drawn$|the plain spelling is served|where people type the code of a device is not known$|the server's metadata (name no (endpoint for )?\w+$|do not offer [\w ]+ \(\w+\)$|do not offer what this is about$)|it is only assumed, no document says it)/;

for (const { name, contract, known: file, start, passed } of SERVERS) {
  t.test(
    `${name} deviates from ${contract} as it is known to, and in nothing else`,
    { timeout: 290_000 },
    async (t) => {
      const knownFailing = await readKnownFailing(`conformance/test/known-failing/${file}.yaml`);
      for (const [id, reason] of knownFailing) t.match(reason, /RFC \d+ §\d/, `${id} says which sentence`);
      await using server = await start();
      const report = await verify({ contract, target: server.target, knownFailing, concurrency: 4 });
      const surprises = report.results.filter(
        ({ outcome: { state }, known }) => known === undefined && !['passed', 'informed', 'not_run'].includes(state),
      );
      t.strictSame(
        surprises.map(({ check: { id }, outcome }) => [
          id,
          'finding' in outcome ? `expected ${outcome.finding.expected}, got ${outcome.finding.got}` : outcome,
        ]),
        [],
      );
      t.strictSame(
        report.results.map(({ check: { id } }) => id).sort(),
        allChecks(await loadCompiled(contract))
          .map(({ id }) => id)
          .sort(),
        'every check of the contract is told',
      );
      t.strictSame(report.stale, [], 'known deviations that are gone');
      t.strictSame(
        report.results.flatMap(({ check: { id }, outcome }) =>
          outcome.state === 'not_run' && !NOT_RUN.test(outcome.reason) ? [`${id}: ${outcome.reason}`] : [],
        ),
        [],
        'checks that were not run for another reason',
      );
      t.ok(report.totals.passed >= passed, `${report.totals.passed} checks pass`);
      t.equal(exitCode(report), 0);
    },
  );
}

let subjects = 0;

/** An OpenID provider that is wrong in one way, and what says so. */
const WRONG: readonly (readonly [
  what: string,
  configuration: Readonly<Record<string, unknown>>,
  only: readonly string[],
  found: readonly string[],
  redirected?: (location: string) => string,
])[] = [
  [
    'its subjects are others every time',
    { subjectTypes: ['pairwise'], pairwiseIdentifier: () => `sub-${++subjects}` },
    ['openid.id-token-*', 'openid.userinfo-*', 'openid.nonce'],
    [
      'openid.id-token-hint',
      'openid.id-token-refreshed',
      'openid.id-token-subject',
      'openid.userinfo-post',
      'openid.userinfo-subject',
    ],
  ],
  ['it does not look at max_age', asksWithout('max_age'), ['openid.max-age-*'], ['openid.max-age-reached']],
  [
    'an ID token that comes alone says nothing of the person',
    { claims: { openid: ['sub'], email: ['email'] } },
    ['openid.front-*'],
    ['openid.front-claims'],
  ],
  [
    'codes come in the query, whatever else comes with them',
    {},
    ['oauth.response-*', 'openid.front-*'],
    [
      'oauth.response-mode-fragment',
      'oauth.response-type-code-id_token',
      'oauth.response-type-code-id_token-token',
      'oauth.response-type-code-token',
    ],
    (location) => (location.includes('code=') ? location.replace('#', '?') : location),
  ],
  [
    'errors come in the query',
    {},
    ['oauth.response-*', 'openid.front-*'],
    ['openid.front-error', 'openid.front-nonce-missing'],
    (location) => location.replace('#error=', '?error='),
  ],
];

for (const [what, configuration, only, found, redirected] of WRONG) {
  t.test(`an OpenID provider is found out: ${what}`, { timeout: 120_000 }, async (t) => {
    await using server = await startOpenIdProvider(configuration, redirected);
    const { results } = await verify({ contract: 'oidc', target: server.target, only, concurrency: 4 });
    const failed = results.flatMap(({ check: { id }, outcome: { state } }) => (state === 'failed' ? [id] : []));
    t.strictSame(failed.sort(), found);
  });
}

const NONCES = { nonceSecret: Buffer.alloc(32, 'a key of the tests') };

/** An authorization server with DPoP that is wrong in one way, or wants nonces, which is no fault. */
for (const [what, dPoP, found] of [
  ['it takes a proof twice', { enabled: true, allowReplay: true }, ['oauth.dpop-proof-replay']],
  ['it wants nonces, and nothing is wrong', { enabled: true, requireNonce: () => true, ...NONCES }, []],
] as const) {
  t.test(`an authorization server with DPoP: ${what}`, { timeout: 120_000 }, async (t) => {
    await using server = await startOidcProvider({ dPoP });
    const { results } = await verify({
      contract: 'oauth2',
      target: server.target,
      only: ['oauth.dpop-*'],
      concurrency: 4,
    });
    const failed = results.flatMap(({ check: { id }, outcome: { state } }) =>
      state === 'passed' || state === 'not_run' ? [] : [id],
    );
    t.strictSame(failed.sort(), found);
    t.ok(results.filter(({ outcome: { state } }) => state === 'passed').length > 15);
  });
}
