/** Passwords that nobody looks at. No built-in contract takes any at its token endpoint. */
import type { SeedUser } from '../../specs/generated/vocabulary.ts';
import type { Call } from '../../mock/request/call.ts';
import { mutants } from './mutant.ts';
import { grant } from './wrap/breakable-contracts.ts';
import { formOf, withForm, withPeople } from './wrap/wrap-call.ts';
import { acting, telling, wording } from './wrap/wrap-steps.ts';

const asks = (call: Call): boolean => formOf(call)['grant_type'] === 'password';

/** People are seen otherwise by the grant. */
const seeing = (change: (user: SeedUser, form: Readonly<Record<string, string>>) => SeedUser) =>
  acting('token.issue', (call) =>
    asks(call)
      ? withPeople(call, {
          users: new Map([...call.world.people.users].map(([id, user]) => [id, change(user, formOf(call))])),
        })
      : call,
  );

const filled = (form: Readonly<Record<string, string>>, name: string): boolean => (form[name] ?? '') !== '';

export const PASSWORDS = mutants(grant('password'), [
  {
    id: 'password.any',
    title: 'A token is given for any password of a person.',
    killedBy: ['oauth.password-wrong'],
    seams: seeing((user, form) => (filled(form, 'password') ? { ...user, password: form['password']! } : user)),
  },
  {
    id: 'password.case',
    title: 'Passwords are compared without regard to case.',
    killedBy: ['oauth.password-wrong'],
    seams: seeing((user, form) =>
      user.password?.toLowerCase() === form['password']?.toLowerCase()
        ? { ...user, password: form['password']! }
        : user,
    ),
  },
  {
    id: 'password.anybody',
    title: 'A token is given for a person whom nobody knows.',
    killedBy: ['oauth.password-unknown'],
    seams: seeing((user, form) =>
      filled(form, 'username') && form['password'] === user.password ? { ...user, username: form['username']! } : user,
    ),
  },
  {
    id: 'password.any-tenant',
    title: 'A client gets tokens for people of every tenant.',
    killedBy: ['oauth.password-other-tenant'],
    seams: acting('token.issue', (call) => {
      const { people } = call.world;
      const id = [...people.clients.keys()].find((one) => people.clients.get(one)?.grants.includes('password'));
      const tenant = people.clients.get(id ?? '')?.tenant;
      return asks(call) && tenant !== undefined
        ? withPeople(call, { users: new Map([...people.users].map(([name, user]) => [name, { ...user, tenant }])) })
        : call;
    }),
  },
  {
    id: 'password.missing-wording',
    title: 'A request without a password is invalid_grant.',
    killedBy: ['oauth.password-missing'],
    seams: acting('token.issue', (call) =>
      asks(call) && !filled(formOf(call), 'password') ? withForm(call, { password: 'x' }) : call,
    ),
  },
  {
    id: 'password.wording',
    title: 'A wrong password is invalid_client.',
    killedBy: ['oauth.password-wrong', 'oauth.password-unknown'],
    seams: wording('invalid_grant', 'invalid_client'),
  },
  {
    id: 'password.scope-ignored',
    title: 'A scope that there is not is left out of account.',
    killedBy: ['oauth.password-scope'],
    seams: acting('token.issue', (call) =>
      asks(call) && formOf(call)['scope']?.startsWith('no.such') === true ? withForm(call, { scope: undefined }) : call,
    ),
  },
  {
    id: 'password.no-refresh',
    title: 'A person with a password gets no refresh token, where the contract gives one.',
    applies: ({ credentials }) =>
      [...credentials.values()].some(
        (one) => one.kind === 'token' && one.refresh?.grants.includes('password') === true,
      ),
    killedBy: ['oauth.password'],
    seams: telling('token.issue', (facts, call) =>
      asks(call) ? { ...facts, 'token.refresh_token': undefined } : facts,
    ),
  },
]);
