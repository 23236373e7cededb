/**
 * What a person's answer on the consent page does: of the sandbox's own page, and of one that is answered where the
 * contract says. Others are behind logins of their own.
 *
 * @see [RFC 6749 §4.1.1, §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1), [RFC 9700
 *   §4.16](https://www.rfc-editor.org/rfc/rfc9700#section-4.16)
 */
import { challengeOf } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import { CheckFailure } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import { approval } from '../../driver/consent-form.ts';
import type { Exchange } from '../../exchange.ts';
import { wayBack } from '../../values/expected-redirect.ts';
import { isAction } from '../common/find-operations.ts';
import { samePlace } from '../common/same-place.ts';

const DENIED = rfc(6749, '4.1.2.1', 'The resource owner or authorization server denied the request.');
const DECIDES = rfc(
  6749,
  '4.1',
  "The authorization server authenticates the resource owner (via the user-agent) and establishes whether the resource owner grants or denies the client's access request.",
);
const FRAMES = rfc(9700, '4.16', 'Authorization servers MUST prevent clickjacking attacks.');

interface Shown {
  readonly page: Exchange;
  /** Sends the form, approved, or as the changes say. */
  answer(
    changes?: Readonly<Record<string, string>>,
  ): Promise<{ readonly exchange: Exchange; readonly location: URL | undefined }>;
}

async function show(context: Context, subject: Subject): Promise<Shown> {
  const { operation, action } = subject.authorize!;
  if (context.target.control !== undefined) await context.settings({ consent: 'page' });
  const client = context.oauth.client('authorization_code', { redirects: true });
  const query = Object.entries({
    response_type: 'code',
    [action.client_parameter ?? 'client_id']: client.client_id,
    redirect_uri: client.redirect_uris[0],
    state: 's',
    ...challengeOf(subject),
  });
  const pairs = query.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const decide =
    context.contract.operations.find((candidate) => isAction(candidate, 'authorize.decide')) ??
    context.notRun('the contract has no operation that the consent page posts to');
  const first = await context.send(await context.request(operation, { query: pairs }));
  const login = action.login_session === undefined ? undefined : approval(first);
  const page =
    login === undefined
      ? first
      : await context.send(
          await context.request(decide, {
            body: new URLSearchParams(login.fields).toString(),
            headers: [['Content-Type', 'application/x-www-form-urlencoded']],
          }),
        );
  const form = approval(page);
  if (context.target.control === undefined) {
    const isItsOwn = form !== undefined && samePlace(new URL(form.action, page.url).href, context.oauth.urlOf(decide));
    if (!isItsOwn) context.notRun(`no page is shown that is answered at ${decide.method} ${decide.path}`);
  }
  context.expect.that(page.status === 200 && form !== undefined, 'a page with a form', `status ${page.status}`, page);
  return {
    page,
    async answer(changes = {}) {
      const parts: Partial<RequestParts> = {
        body: new URLSearchParams({ ...form.fields, ...changes }).toString(),
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      };
      const exchange = await context.send(await context.request(decide, parts));
      const { location } = exchange.answerHeaders;
      const visit = {
        exchange,
        location: location !== undefined && URL.canParse(location) ? new URL(location) : undefined,
      };
      const finding = wayBack(context.contract, context.target, operation, pairs, visit)?.finding;
      if (finding !== undefined) throw new CheckFailure(finding);
      return visit;
    },
  };
}

/** The button that does not approve: its name, and its value. */
function denial({ answerBody }: Exchange): Readonly<Record<string, string>> {
  const buttons = [...answerBody.matchAll(/<button\b[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]+)"/g)];
  const button = buttons.find(([, , value = '']) => /deny|refuse|cancel|no/i.test(value));
  return button === undefined ? {} : { [button[1]!]: button[2]! };
}

export const consents = oauthFamily((subject): Rule[] => {
  const { authorize, contract } = subject;
  if (authorize === undefined || !contract.operations.some((operation) => isAction(operation, 'authorize.decide')))
    return [];
  const about = authorize.operation.pointer;
  const common = { about, needs: ['consent_page'] } as const;
  return [
    {
      ...common,
      id: 'consent-denied',
      title: 'A person who denies consent sends access_denied back to the client, and no code',
      citation: DENIED,
      async run(context: Context) {
        const { page, answer } = await show(context, subject);
        const { exchange, location } = await answer(denial(page));
        context.expect.that(location !== undefined, 'a redirect to the client', `status ${exchange.status}`, exchange);
        context.expect.that(
          !location.searchParams.has('code') && location.searchParams.get('error') === 'access_denied',
          'error=access_denied and no code',
          location.search.replace(/code=[^&]*/, 'code=…'),
          exchange,
        );
      },
    },
    {
      ...common,
      id: 'consent-once',
      title: 'A consent page is answered once',
      citation: DECIDES,
      evidence: 'assumed',
      async run(context: Context) {
        const { answer } = await show(context, subject);
        const first = await answer();
        context.expect.that(
          first.location?.searchParams.has('code') === true,
          'a redirect with a code',
          `status ${first.exchange.status}`,
          first.exchange,
        );
        const again = await answer();
        context.expect.that(
          again.location === undefined,
          'no second code for one answer',
          `status ${again.exchange.status} and a redirect`,
          again.exchange,
        );
      },
    },
    {
      ...common,
      id: 'consent-framed',
      title: 'The consent page cannot be framed',
      citation: FRAMES,
      async run(context: Context) {
        const { page } = await show(context, subject);
        const { 'x-frame-options': frames = '', 'content-security-policy': policy = '' } = page.answerHeaders;
        context.expect.that(
          /^(?:deny|sameorigin)$/i.test(frames) || /frame-ancestors '(?:none|self)'/.test(policy),
          'X-Frame-Options, or frame-ancestors in the Content-Security-Policy',
          'neither',
          page,
        );
      },
    },
  ];
});
