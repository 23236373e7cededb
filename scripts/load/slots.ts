/** A target's credentials with every secret replaced by a slot, so that whatever is made of them holds none. */
import type { Target, TargetCredentials } from '../../conformance/target/target.ts';

export interface Secret {
  /** Of the environment variable that the slot stands for. */
  readonly name: string;
  readonly value: string;
  /** Whose it is, for people. */
  readonly what: string;
}

export interface Slotted {
  readonly target: Target;
  readonly secrets: readonly Secret[];
}

const word = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_').replaceAll(/^_|_$/g, '');

/** Slots look the same in a URL, a form, JSON and a header: letters, digits and underscores. */
export function slotted(target: Target): Slotted {
  const secrets: Secret[] = [];
  const slot = (value: string, kind: string, id: string): string => {
    const base = `TOLLGATE_${word(kind)}_${word(id)}`;
    const taken = secrets.filter(({ name }) => name === base || name.startsWith(`${base}_N`)).length;
    const name = taken === 0 ? base : `${base}_N${taken + 1}`;
    secrets.push({ name, value, what: `${kind} of ${id}` });
    return `__${name}__`;
  };
  const { clients, keys, users, ...others } = target.credentials;
  const credentials: TargetCredentials = {
    ...others,
    inactiveClients: [],
    clients: clients.map((client) => ({ ...client, client_secret: client.client_secret === null ? null : slot(client.client_secret, 'client secret', client.client_id) })),
    keys: keys.map((key) => ({ ...key, secret: key.secret === '' ? '' : slot(key.secret, key.credential, key.id) })),
    users: users.map((user) => ({ ...user, password: user.password === null ? null : slot(user.password, 'password', user.id) })),
  };
  const otp: Target['otp'] = target.otp.kind === 'fixed' ? { kind: 'fixed', code: slot(target.otp.code, 'one-time password', target.name) } : target.otp;
  return { target: { ...target, credentials, otp }, secrets };
}
