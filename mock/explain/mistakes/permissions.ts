/** Callers who are known, and may not. */
import { fitsPattern } from '../../auth/oauth/scopes.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { control, creds, hint } from '../words.ts';

const words = (text: string | undefined): readonly string[] => (text ?? '').split(/\s+/).filter((word) => word !== '');

export const PERMISSIONS: readonly Mistake[] = [
  mistake(
    'scope-missing',
    'used a token without a scope that the operation needs',
    ['insufficient_scope'],
    ({ call, note }) => {
      const wanted = words(note.expected);
      const granted = words(note.got);
      const missing = wanted.filter((scope) => !granted.includes(scope));
      const id = call.identification.state === 'good' ? call.identification.caller.id : undefined;
      const client = id === undefined ? undefined : call.world.people.clients.get(id);
      const own = client?.scopes ?? [];
      const could = missing.every((scope) => own.includes(scope));
      const others = [...call.world.people.clients.values()]
        .filter(({ scopes, tenant }) => missing.every((scope) => scopes.includes(scope)) && tenant === client?.tenant)
        .map(({ client_id: name }) => name);
      return {
        finding: `The token lacks ${missing.join(' and ') || wanted.join(' ')}; it has ${granted.join(' ') || 'none'}.`,
        next: [
          could
            ? hint(`${id!} may have it; ask for it:`, `scope=${[...new Set([...granted, ...missing])].join(' ')}`)
            : hint(
                `${id ?? 'This caller'} may never have it.${others.length === 0 ? '' : ` These clients of the tenant may: ${others.slice(0, 5).join(', ')}.`}`,
              ),
          ...(could || client === undefined
            ? []
            : [
                hint(
                  'To let it:',
                  control(call, 'PATCH', `/clients/${call.world.contract.name}/${client.client_id}`, {
                    scopes: [...own, ...missing],
                  }),
                ),
              ]),
        ],
      };
    },
  ),
  mistake(
    'role-missing',
    'used a key whose role does not permit the operation',
    ['insufficient_role'],
    ({ call, note }) => {
      const wanted = words(note.expected);
      const roles = [...call.world.contract.credentials.values()].flatMap((credential) =>
        Object.entries(('roles' in credential ? credential.roles : undefined) ?? {}),
      );
      const permitted = roles
        .filter(([, patterns]) => wanted.every((scope) => patterns.some((pattern) => fitsPattern(pattern, scope))))
        .map(([role]) => role);
      return {
        finding: `The key's role or scopes are "${note.got ?? ''}"; the operation needs ${wanted.join(' ')}.${permitted.length === 0 ? '' : ` These roles have it: ${permitted.join(', ')}.`}`,
        next: [creds(call)],
      };
    },
  ),
  mistake(
    'address-not-listed',
    "called from an address that is not on the credential's list",
    ['address_not_allowed'],
    ({ call, note: { expected = '', got = '' } }) => ({
      finding: `The credential may be used from ${expected} only; this request came from ${got}.`,
      next: [
        hint(
          'Say that you are behind a proxy of such an address, as this machine may:',
          `X-Forwarded-For: ${expected.split(/[,/]/)[0]!.replace(/\.0$/, '.7')}`,
        ),
        creds(call),
      ],
    }),
  ),
  mistake(
    'credential-for-more',
    'asked for something that needs another kind of credential',
    ['credential_required'],
    ({ call, note }) => ({
      finding: `What the request does needs another credential: ${note.expected ?? 'another'}; it came with ${note.got ?? 'this one'}.`,
      next: [creds(call)],
    }),
  ),
];
