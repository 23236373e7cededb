/** A session is named by the server: a name that a visitor brings along is not taken over. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { basisOf } from '../common/contract-citation.ts';
import { withHeader } from '../common/change-request.ts';
import { filled } from '../common/compare-answers-json.ts';
import { rule } from '../common/scenario-check.ts';
import { openSession, subjectsOf, useSession, userOf } from '../session/session-subject.ts';
import { hexOf, linkOf, linkRequest, subjectsOf as entriesOf } from '../sso/sso-subject.ts';

const OWASP = {
  standard: 'OWASP ASVS 4.0.3, 3.2.1',
  url: 'https://owasp.org/www-project-application-security-verification-standard/',
} as const;

/** What an attacker would have a victim bring along. */
const BROUGHT = 'brought-along-by-the-visitor-0001';

const COOKIE = /^([^=;]+)=([^;]+)/;

export const sessionFixation: CheckFamily = ({ contract }) => [
  ...subjectsOf(contract).map(
    (subject): Check =>
      rule({
        id: `random.session-brought:${subject.open.id}`,
        title: 'A login gives a session of its own, whatever session the request names',
        ...basisOf(contract, subject.open.pointer, { evidence: 'standard', standard: OWASP }),
        async run(context: Context) {
          const user = userOf(context, subject);
          const before = await openSession(context, subject, user);
          const [part] = subject.requirement.method.parts;
          for (const brought of [BROUGHT, before]) {
            const { login, password } = subject.open.action;
            const request = await context.request(subject.open);
            const fields = JSON.parse(request.body ?? '{}') as Record<string, unknown>;
            for (const [field, pointer] of [...Object.entries(login), ['password', password] as const])
              fields[pointer.slice(1)] = user[field as keyof typeof user];
            const named = { ...request, body: JSON.stringify(fields) };
            const answer = await context.send(
              part!.in === 'query'
                ? { ...named, query: [...named.query, [part!.name, brought]] }
                : withHeader(
                    named,
                    part!.in === 'cookie' ? 'cookie' : part!.name,
                    part!.in === 'cookie' ? `${part!.name}=${brought}` : brought,
                  ),
            );
            if (answer.status >= 400) continue;
            const token = filled(contract, subject.open, 'session.token', answer);
            context.expect.that(token !== brought, 'another session token', 'the one that the request named', answer);
          }
          const used = await useSession(context, subject, BROUGHT);
          context.expect.that(
            used.status >= 400,
            'no session by a name that a client made up',
            `status ${used.status}`,
            used,
          );
        },
      }),
  ),
  ...entriesOf(contract).map(
    (subject): Check =>
      rule({
        id: `random.cookie-brought:${subject.operation.id}`,
        title: 'A visit by a link gets a cookie of its own, whatever cookie the visitor brings along',
        ...basisOf(contract, subject.operation.pointer, { evidence: 'assumed', standard: OWASP }),
        needs: ['destructive'],
        async run(context: Context) {
          const parameters = async () => ({ [subject.plain]: hexOf(await linkOf(context, subject)) });
          const first = await context.send(await linkRequest(context, subject, await parameters()));
          const [, name, value] = COOKIE.exec(first.answerHeaders['set-cookie'] ?? '') ?? [];
          if (name === undefined || value === undefined) return context.notRun('the visit sets no cookie');
          context.secret(value);
          for (const brought of [BROUGHT, value]) {
            const parts = withHeader(
              await linkRequest(context, subject, await parameters()),
              'cookie',
              `${name}=${brought}`,
            );
            const answer = await context.send(parts);
            const given = COOKIE.exec(answer.answerHeaders['set-cookie'] ?? '')?.[2];
            context.expect.that(given !== brought, 'another cookie', 'the one that was brought along', answer);
          }
        },
      }),
  ),
];
