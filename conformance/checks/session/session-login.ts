/** Signing in: with the right password, and with anything else. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { filled, leaves, parsed } from '../common/compare-answers-json.ts';
import { refused } from '../common/judge-refusal.ts';
import { isGood } from '../common/race-requests.ts';
import { expectRefused, nearMisses, tryEach } from '../common/near-misses.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';
import type { Exchange } from '../../exchange.ts';
import { openSession, signIn, subjectsOf, userOf, useSession } from './session-subject.ts';
import type { Subject } from './session-subject.ts';

/** Values of an answer that are the same each time it is given. */
function constant(a: Exchange, b: Exchange): (exchange: Exchange) => string {
  const [first, second] = [leaves(parsed(a.answerBody)), leaves(parsed(b.answerBody))];
  const fixed = [...first].filter(([path, value]) => second.get(path) === value).map(([path]) => path);
  return ({ status, answerBody }) => {
    const found = leaves(parsed(answerBody));
    return JSON.stringify([status, [...found.keys()].sort(), fixed.map((path) => found.get(path))]);
  };
}

/** Each field of the login wrong in turn. */
const wrongFields = ({ open }: Subject): readonly string[] => ['password', ...Object.keys(open.action.login)];

async function tellsNothing(context: Context, subject: Subject): Promise<void> {
  const user = userOf(context, subject);
  const wrong = (field: string): Promise<Exchange> =>
    signIn(context, subject, user, { [field]: `not-${user[field as keyof typeof user] ?? ''}` });
  const first = await wrong('password');
  const view = constant(first, await wrong('password'));
  for (const field of wrongFields(subject).slice(1)) {
    const exchange = await wrong(field);
    context.expect.that(
      view(exchange) === view(first),
      `the same answer for a wrong ${field} as for a wrong password: ${first.status} ${first.answerBody}`,
      `${exchange.status} ${exchange.answerBody}`,
      exchange,
    );
  }
}

function checksOf(subject: Subject): readonly Check[] {
  const { contract, open, use, idleMs } = subject;
  const documented = basisOf(contract, open.pointer, { about: /required|JSON/i });
  const answer = basisOf(contract, open.pointer, { about: /answer/i });
  const wording = basisOf(contract, open.refusals.get('invalid_login')?.pointer ?? open.pointer);
  return [
    rule({
      id: `session.opens:${open.id}`,
      title: 'The right user name and password open a session that works',
      ...documented,
      async run(context: Context) {
        const exchange = await signIn(context, subject, userOf(context, subject));
        context.expect.contract(exchange, open);
        context.expect.success(await useSession(context, subject, await openSession(context, subject)), use);
      },
    }),
    rule({
      id: `session.says-idle-time:${open.id}`,
      title: 'The answer says how long the session may be idle',
      ...answer,
      async run(context: Context) {
        const exchange = await signIn(context, subject, userOf(context, subject));
        const stated = filled(contract, open, 'session.idle_minutes', exchange);
        if (stated !== undefined)
          context.expect.that(stated === String(idleMs / 60_000), `${idleMs / 60_000} minutes`, stated, exchange);
      },
    }),
    ...wrongFields(subject).map((field) =>
      rule({
        id: `session.wrong-${field}:${open.id}`,
        title: `A wrong ${field} opens no session`,
        ...documented,
        async run(context: Context) {
          const user = userOf(context, subject);
          refused(
            context,
            await signIn(context, subject, user, { [field]: `not-${user[field as keyof typeof user] ?? ''}` }),
            open,
            'invalid_login',
          );
        },
      }),
    ),
    rule({
      id: `session.other-password:${open.id}`,
      title: "Another user's password opens no session",
      ...documented,
      async run(context: Context) {
        const user = userOf(context, subject);
        const other = userOf(context, subject, user);
        refused(
          context,
          await signIn(context, subject, user, { password: other.password ?? '' }),
          open,
          'invalid_login',
        );
      },
    }),
    rule({
      id: `session.password-case:${open.id}`,
      title: 'The password is compared letter for letter',
      ...wording,
      async run(context: Context) {
        const user = userOf(context, subject);
        const password = (user.password ?? '').toUpperCase();
        if (password === user.password) return context.notRun("the user's password has no small letters");
        refused(context, await signIn(context, subject, user, { password }), open, 'invalid_login');
      },
    }),
    rule({
      id: `session.password-near:${open.id}`,
      title: 'What is almost the password opens no session',
      ...wording,
      async run(context: Context) {
        const user = userOf(context, subject);
        await tryEach(
          context,
          nearMisses(user.password ?? '', 'any'),
          async ({ how, text }) =>
            expectRefused(
              context,
              await signIn(context, subject, user, { password: text }),
              open,
              ['invalid_login', 'invalid_body'],
              how,
            ),
          async () => isGood(await signIn(context, subject, user)),
        );
      },
    }),
    rule({
      id: `session.login-tells-nothing:${open.id}`,
      title: 'The answer to a wrong login does not tell which field was wrong',
      ...wording,
      level: 'should',
      run: (context) => tellsNothing(context, subject),
    }),
  ];
}

export const logins: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
