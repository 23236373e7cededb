/** A target's credentials with every secret replaced by a placeholder, so that whatever is made of them holds none. */
import type { Target, TargetCredentials } from '../../conformance/target/target.ts';

export interface Secret {
  /** Of the environment variable that the placeholder stands for. */
  readonly name: string;
  readonly value: string;
  /** Whose it is, for people. */
  readonly what: string;
}

export interface Slotted {
  readonly target: Target;
  readonly secrets: readonly Secret[];
}

/** Where the placeholder of a private JWK stands, in place of its private half. */
export const KEY_SLOT = 'placeholder';

const publicHalf = ({ kty, crv, alg }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  kty,
  crv,
  alg,
});

const word = (text: string): string =>
  text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');

/** PlaceholderValues look the same in a URL, a form, JSON and a header: letters, digits and underscores. */
export function slotted(target: Target): Slotted {
  const secrets: Secret[] = [];
  const placeholder = (value: string, kind: string, id: string): string => {
    const base = `TOLLGATE_${word(kind)}_${word(id)}`;
    const taken = secrets.filter(({ name }) => name === base || name.startsWith(`${base}_N`)).length;
    const name = taken === 0 ? base : `${base}_N${taken + 1}`;
    secrets.push({ name, value, what: `${kind} of ${id}` });
    return `__${name}__`;
  };
  const { clients, keys, users, developers, ...others } = target.credentials;
  const credentials: TargetCredentials = {
    ...others,
    inactiveClients: [],
    developers: developers.map((developer) => ({
      ...developer,
      ...(typeof developer.encryption_key === 'string' && {
        encryption_key: placeholder(developer.encryption_key, 'encryption key', developer.id),
      }),
    })),
    clients: clients.map((client) => ({
      ...client,
      client_secret:
        client.client_secret === null ? null : placeholder(client.client_secret, 'client secret', client.client_id),
      assertion_key:
        client.assertion_key === null
          ? null
          : {
              ...publicHalf(client.assertion_key),
              [KEY_SLOT]: placeholder(JSON.stringify(client.assertion_key), 'assertion key', client.client_id),
            },
    })),
    keys: keys.map((key) => ({
      ...key,
      secret: key.secret === '' ? '' : placeholder(key.secret, key.credential, key.id),
    })),
    users: users.map((user) => ({
      ...user,
      password: user.password === null ? null : placeholder(user.password, 'password', user.id),
    })),
  };
  const otp: Target['otp'] =
    target.otp.kind === 'fixed'
      ? { kind: 'fixed', code: placeholder(target.otp.code, 'one-time password', target.name) }
      : target.otp;
  return { target: { ...target, credentials, otp }, secrets };
}
