/**
 * Who exists in the sandbox of an imported document: two tenants, and for each credential and set of scopes a key or
 * client.
 */
import { PEOPLE } from './infer-logins.ts';
import type { InferredLogin } from './infer-logins.ts';
import { USUAL_SCOPE, scopesOf } from './inferred-credential.ts';
import type { InferredCredential } from './inferred-credential.ts';
import { takesPasswords } from './infer-token-endpoints.ts';
import type { Json } from './walk-openapi.ts';

const TENANTS = [
  { id: 'acme', name: 'Acme' },
  { id: 'globex', name: 'Globex' },
];

/** More clients than these tell nobody more. */
const MOST_SETS = 4;

export const REDIRECT_URIS = ['http://localhost:3000/callback', 'https://yourapp.example/callback'];

const slug = (name: string): string => name.replaceAll('_', '-');

function keysOf({ name, kind }: InferredCredential): Json[] {
  return TENANTS.map(({ id: tenant }) => ({
    credential: name,
    id: `${tenant}-${slug(name)}`,
    ...(kind !== 'certificate' && { secret: `${kind === 'key_pair' ? 'secret' : 'key'}_sandbox_${name}_${tenant}` }),
    tenant,
  }));
}

/** A client is good for every token: who asks for which is said by the endpoint. */
function clientsOf(credentials: readonly InferredCredential[]): Json[] {
  const known = [...new Set(credentials.flatMap(scopesOf))];
  const all = known.length === 0 ? [USUAL_SCOPE] : known;
  const client = (id: string, tenant: string, scopes: readonly string[], note: string): Json => ({
    client_id: id,
    client_secret: `secret_sandbox_${id.replaceAll('-', '_')}`,
    tenant,
    grants: [
      'client_credentials',
      'authorization_code',
      'refresh_token',
      ...(credentials.some(takesPasswords) ? ['password'] : []),
    ],
    scopes,
    redirect_uris: REDIRECT_URIS,
    note,
  });
  const sets = new Map(
    credentials.flatMap(({ scopeSets }) => scopeSets).map((set) => [[...set].sort().join(' '), set]),
  );
  const smaller = [...sets.values()].filter((set) => set.length > 0 && set.length < all.length).slice(0, MOST_SETS);
  return [
    ...TENANTS.map(({ id }) => client(`${id}-app`, id, all, 'May do everything.')),
    ...smaller.map((set, i) => client(`acme-app-${i + 2}`, 'acme', set, `May do no more than ${set.join(', ')}.`)),
  ];
}

export function inferSeed(
  document: Json,
  credentials: readonly InferredCredential[],
  login: InferredLogin | undefined,
): void {
  const tokens = credentials.filter(({ kind }) => kind === 'token');
  const keys = credentials.filter(({ kind }) => kind !== 'token' && kind !== 'session').flatMap(keysOf);
  const passwords = tokens.some(takesPasswords);
  const signsIn = (id: string): Json => (passwords ? { username: id, password: `password_sandbox_${id}` } : {});
  const users = PEOPLE.map((person, i) => ({ ...person, ...(login?.users[i] ?? signsIn(person.id)) }));
  const clients = tokens.length === 0 ? [] : clientsOf(tokens);
  document['x-seed'] = {
    tenants: TENANTS,
    ...((tokens.length > 0 || login !== undefined) && { users }),
    ...(clients.length > 0 && { clients }),
    ...(keys.length > 0 && { keys }),
  };
}
