/** What a valid sign-on link does: the person is signed in, and known by name. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import { actions, credentialsOf, requirementOf } from '../common/find-operations.ts';
import { recordsIn } from '../common/compare-answers-json.ts';
import { requestWithKey, withHeader, withQuery } from '../common/change-request.ts';
import { refused } from '../common/judge-refusal.ts';
import { stayWithin, still } from '../common/run-out.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import { enter, enterEncrypted, keyOf, linkOf, nameFields, subjectsOf } from './sso-subject.ts';
import type { Link, Subject } from './sso-subject.ts';

function cookieOf({ contract, operation: { action } }: Subject): string | undefined {
  return contract.methods
    .find(({ credential }) => credential === action.session)
    ?.parts.find((part) => part.in === 'cookie')?.name;
}

const pageOf = ({ contract, operation: { action } }: Subject) =>
  actions(contract, 'page').find((page) => requirementOf(page, action.session) !== undefined);

/** The cookie of the answer, ready to be sent back. */
function cookieFrom(context: Context, subject: Subject, exchange: Exchange): string {
  const name = cookieOf(subject);
  const cookie = exchange.answerHeaders['set-cookie'] ?? '';
  const pair = new RegExp(`(?:^|, )(${name ?? ''}=[^;,]+)`).exec(cookie)?.[1];
  context.expect.that(
    pair !== undefined,
    `a cookie ${name ?? ''}`,
    cookie === '' ? 'no Set-Cookie header' : cookie,
    exchange,
  );
  context.secret(pair.slice(pair.indexOf('=') + 1));
  return pair;
}

/** Signed on: redirected to the page, with a cookie. */
function signedOn(context: Context, subject: Subject, exchange: Exchange): string {
  context.expect.status(exchange, 302, 'a good link leads on');
  const location = exchange.answerHeaders.location ?? '';
  context.expect.that(
    new URL(location, exchange.url).pathname.endsWith(subject.operation.action.redirect),
    `Location to end in ${subject.operation.action.redirect}`,
    location,
    exchange,
  );
  return cookieFrom(context, subject, exchange);
}

/** Records of the person of a link, as the key of the link sees them. */
async function recordsOf(
  context: Context,
  subject: Subject,
  link: Link,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const {
    contract,
    keyCredential,
    operation: { action },
  } = subject;
  const list =
    actions(contract, 'resource.list').find(
      (candidate) =>
        candidate.action.resource === action.resource && requirementOf(candidate, keyCredential) !== undefined,
    ) ?? context.notRun('no operation lists the people who signed on');
  const parts = await requestWithKey(context, list, requirementOf(list, keyCredential)!, keyOf(context, subject));
  const exchange = await context.send(withQuery(parts, action.match, String(link[action.match])));
  context.expect.success(exchange, list);
  return recordsIn(exchange.answerBody).filter((record) => record[action.match] === link[action.match]);
}

async function upserts(context: Context, subject: Subject): Promise<void> {
  const { action } = subject.operation;
  const [field] = nameFields(subject);
  const link = await linkOf(context, subject);
  for (const name of ['First', 'Second']) {
    const exchange = await enter(context, subject, { ...link, ...(field !== undefined && { [field]: name }) });
    signedOn(context, subject, exchange);
    const records = await recordsOf(context, subject, link);
    context.expect.that(records.length === 1, `one record with this ${action.match}`, `${records.length}`, exchange);
    if (field !== undefined)
      context.expect.that(
        records[0]?.[field] === name,
        `${field} ${name}`,
        JSON.stringify(records[0]?.[field]),
        exchange,
      );
  }
}

function pageChecks(subject: Subject): readonly Check[] {
  const page = pageOf(subject);
  const cookieName = cookieOf(subject);
  if (page === undefined || cookieName === undefined) return [];
  const { contract, operation } = subject;
  const known = basisOf(contract, page.pointer, { about: /link|sign/i });
  const session = credentialsOf(contract, 'session').find(([name]) => name === operation.action.session)?.[1];
  const show = async (context: Context, cookie: string | undefined): Promise<Exchange> =>
    context.send(withHeader(await context.request(page), 'cookie', cookie));
  return [
    rule({
      id: `sso.page:${operation.id}`,
      title: 'The page behind the redirect says who signed on',
      ...known,
      needs: ['destructive'],
      async run(context: Context) {
        const names = Object.fromEntries(
          nameFields(subject).map((field, i) => [field, ['Ottilie', 'Xanthopoulos', 'Quimby'][i] ?? 'Other']),
        );
        const cookie = signedOn(context, subject, await enter(context, subject, await linkOf(context, subject, names)));
        const exchange = await show(context, cookie);
        context.expect.success(exchange, page);
        for (const name of Object.values(names))
          context.expect.that(
            exchange.answerBody.includes(name),
            `the page to name ${name}`,
            exchange.answerBody,
            exchange,
          );
      },
    }),
    rule({
      id: `sso.page-escapes:${operation.id}`,
      title: 'A name from a link is shown as text, not as HTML',
      ...known,
      needs: ['destructive'],
      async run(context: Context) {
        const [field] = nameFields(subject);
        if (field === undefined) return context.notRun('a link carries no name');
        const cookie = signedOn(
          context,
          subject,
          await enter(context, subject, await linkOf(context, subject, { [field]: '<b id="x">Bob</b>' })),
        );
        const exchange = await show(context, cookie);
        context.expect.that(
          !exchange.answerBody.includes('<b id="x">'),
          'the name to be escaped',
          exchange.answerBody,
          exchange,
        );
      },
    }),
    rule({
      id: `sso.page-needs-cookie:${operation.id}`,
      title: 'The page behind the redirect is for those who signed on',
      ...known,
      needs: ['destructive'],
      async run(context: Context) {
        const cookie = signedOn(context, subject, await enter(context, subject, await linkOf(context, subject)));
        refused(context, await show(context, undefined), page, 'missing_credentials');
        refused(context, await show(context, `${cookieName}=no-such-session`), page, 'invalid_session');
        refused(context, await show(context, `${cookie}x`), page, 'invalid_session');
      },
    }),
    ...(session === undefined
      ? []
      : [
          rule({
            id: `sso.session-idle:${operation.id}`,
            title: 'The session of a link dies after its idle time, and not a second earlier',
            ...known,
            needs: ['wait', 'destructive'] as const,
            async run(context: Context) {
              context.clock.within(contractMs(session.idle));
              await still(context);
              const cookie = signedOn(context, subject, await enter(context, subject, await linkOf(context, subject)));
              await stayWithin(context, contractMs(session.idle));
              context.expect.success(await show(context, cookie), page);
              await context.clock.pass(contractMs(session.idle));
              refused(context, await show(context, cookie), page, ['expired_session', 'invalid_session']);
            },
          }),
        ]),
  ];
}

function checksOf(subject: Subject): readonly Check[] {
  const { contract, operation } = subject;
  const known = basisOf(contract, operation.pointer, { evidence: 'public' });
  const assumed = basisOf(contract, operation.pointer, { evidence: 'assumed' });
  return [
    rule({
      id: `sso.plain:${operation.id}`,
      title: 'A plain link signs the person on',
      ...known,
      needs: ['destructive'],
      run: async (context) =>
        void signedOn(context, subject, await enter(context, subject, await linkOf(context, subject))),
    }),
    rule({
      id: `sso.encrypted:${operation.id}`,
      title: 'An encrypted link signs the person on',
      ...known,
      needs: ['destructive'],
      run: async (context) =>
        void signedOn(context, subject, await enterEncrypted(context, subject, await linkOf(context, subject))),
    }),
    rule({
      id: `sso.upsert:${operation.id}`,
      title: 'The person is made once, and changed by the next link',
      ...known,
      needs: ['destructive'],
      run: (context) => upserts(context, subject),
    }),
    rule({
      id: `sso.cookie:${operation.id}`,
      title: 'The cookie is out of reach of scripts and of other sites',
      ...assumed,
      level: 'should',
      needs: ['destructive'],
      async run(context: Context) {
        const exchange = await enter(context, subject, await linkOf(context, subject));
        signedOn(context, subject, exchange);
        context.expect.header(
          exchange,
          'set-cookie',
          (value = '') => /; *HttpOnly/i.test(value) && /; *SameSite=(Lax|Strict)/i.test(value),
          'HttpOnly and SameSite',
        );
      },
    }),
    ...pageChecks(subject),
  ];
}

export const entries: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
