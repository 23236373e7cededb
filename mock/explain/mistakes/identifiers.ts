/** Tenants, developers, versions and origins that are missing, unknown, or not the credential's. */
import { nearest } from '../../contract/did-you-mean.ts';
import type { Call } from '../../request/call.ts';
import { whoseValue } from '../known-values.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { compared, control, creds, hint } from '../words.ts';

const tenantsOf = (call: Call): readonly string[] => [...call.world.people.tenants.keys()];

const nameOf = (call: Call, kind: string): string =>
  call.operation.identifiers.find(({ identifier }) => identifier?.kind === kind)?.name ?? kind;

/** The origins that the operation lets in. */
const originsOf = (call: Call): readonly string[] =>
  call.world.settings.origins ??
  call.operation.identifiers.find(({ identifier }) => identifier?.kind === 'origin')?.identifier?.allow ??
  [];

const versionsOf = (call: Call): readonly string[] => {
  const { enum: many, const: one } =
    call.operation.identifiers.find(({ identifier }) => identifier?.kind === 'version')?.schema ?? {};
  return (one === undefined ? (many ?? []) : [one]).map(String);
};

const allowOrigin = (call: Call, origin: string): ReturnType<typeof hint> =>
  hint(
    'To let it in:',
    control(call, 'PATCH', `/settings/${call.world.contract.name}`, { origins: [...originsOf(call), origin] }),
  );

export const IDENTIFIERS: readonly Mistake[] = [
  mistake(
    'identifier-twice',
    'gave one identifier two values',
    ['ambiguous_identifier', 'unknown_tenant'],
    ({ call, note: { failure, got = '' } }) =>
      failure === 'ambiguous_identifier' ||
      got.split(', ').every((one, _i, all) => all.length > 1 && tenantsOf(call).includes(one))
        ? {
            finding: `Two different values came, ${got.slice(0, 120)}: in a header and the URL, or in a header that is there twice.`,
            next: [hint('Send one of them, in one place.')],
          }
        : undefined,
  ),
  mistake('tenant-missing', 'did not name the tenant', ['missing_tenant'], ({ call }) => ({
    finding: `The request does not say which tenant it is for; ${nameOf(call, 'tenant')} must name one.`,
    next: [hint('Send:', `${nameOf(call, 'tenant')}: ${tenantsOf(call)[0] ?? '<tenant>'}`)],
  })),
  mistake(
    'tenant-case',
    "wrote the tenant's id in another case",
    ['unknown_tenant'],
    ({ call, note: { got = '' } }) => {
      const near = tenantsOf(call).find((id) => id.toLowerCase() === got.toLowerCase());
      return near === undefined
        ? undefined
        : {
            finding: `The tenant is called ${near}; letters' case counts.`,
            compared: compared(near, got),
            next: [hint('Send:', `${nameOf(call, 'tenant')}: ${near}`)],
          };
    },
  ),
  mistake(
    'tenant-space',
    "wrote the tenant's id with white space or quotation marks",
    ['unknown_tenant'],
    ({ call, note: { got = '' } }) => {
      const near = tenantsOf(call).find((id) => id === got.replaceAll(/["'\s]/g, ''));
      return near === undefined
        ? undefined
        : {
            finding: `The tenant ${near} came with quotation marks or white space around it.`,
            compared: compared(near, got),
            next: [hint('Send:', `${nameOf(call, 'tenant')}: ${near}`)],
          };
    },
  ),
  mistake(
    'tenant-by-name',
    "sent the tenant's name where its id goes",
    ['unknown_tenant'],
    ({ call, note: { got = '' } }) => {
      const found = [...call.world.people.tenants.values()].find(
        ({ name }) => name?.toLowerCase() === got.toLowerCase(),
      );
      return found === undefined
        ? undefined
        : {
            finding: `That is the name of the tenant ${found.id}; its id is wanted.`,
            next: [hint('Send:', `${nameOf(call, 'tenant')}: ${found.id}`)],
          };
    },
  ),
  mistake('tenant-of-other-contract', 'named a tenant of another contract', ['unknown_tenant'], async (refused) => {
    const { call, note } = refused;
    const known = await whoseValue(refused, note.got ?? '');
    return known?.kind === 'tenant' && known.contract !== call.world.contract.name
      ? {
          finding: `${known.owner} is a tenant of ${known.contract}; here there are ${tenantsOf(call).join(', ')}.`,
          next: [hint('Send:', `${nameOf(call, 'tenant')}: ${tenantsOf(call)[0] ?? ''}`)],
        }
      : undefined;
  }),
  mistake(
    'client-as-tenant',
    'sent a client, key or user where the tenant goes',
    ['unknown_tenant'],
    async (refused) => {
      const { call, note } = refused;
      const known = await whoseValue(refused, note.got ?? '');
      return known === undefined || known.kind === 'tenant'
        ? undefined
        : {
            finding: `${nameOf(call, 'tenant')} holds ${known.words}; the tenant's id goes there.`,
            next: [hint('Send:', `${nameOf(call, 'tenant')}: ${tenantsOf(call)[0] ?? ''}`)],
          };
    },
  ),
  mistake('tenant-unknown', 'named a tenant that there is not', ['unknown_tenant'], ({ call, note: { got = '' } }) => {
    const near = nearest(got, tenantsOf(call));
    return {
      finding: `No tenant is called ${got.slice(0, 80)}${near === undefined ? '.' : `; did you mean ${near}?`} There are ${tenantsOf(call).slice(0, 8).join(', ')}.`,
      ...(near !== undefined && { compared: compared(near, got) }),
      next: [
        hint(
          'Make it, if it should exist:',
          control(call, 'POST', `/tenants/${call.world.contract.name}`, { id: got }),
        ),
      ],
    };
  }),
  mistake(
    'tenant-of-other-credential',
    'used a credential of another tenant',
    ['tenant_mismatch'],
    ({ call, note: { expected, got } }) => ({
      finding: `The credential belongs to ${expected ?? 'another tenant'}; the request is for ${got ?? 'a tenant'}.`,
      next: [hint(`Name its own tenant:`, `${nameOf(call, 'tenant')}: ${expected ?? ''}`), creds(call)],
    }),
  ),
  mistake('version-missing', 'did not name the version', ['missing_version'], ({ call }) => ({
    finding: `The request does not say which version it is for; ${nameOf(call, 'version')} must.`,
    next: [hint('Send:', `${nameOf(call, 'version')}: ${versionsOf(call)[0] ?? ''}`)],
  })),
  mistake(
    'version-form',
    'wrote the version in another form',
    ['unsupported_version'],
    ({ call, note: { got = '' } }) => {
      const plain = (text: string): string =>
        text
          .toLowerCase()
          .replace(/^v/, '')
          .replace(/(?:\.0)+$/, '');
      const near = versionsOf(call).find((one) => one !== got && plain(one) === plain(got));
      return near === undefined
        ? undefined
        : {
            finding: `The version is written ${near}; what came is ${got}.`,
            compared: compared(near, got),
            next: [hint('Send:', `${nameOf(call, 'version')}: ${near}`)],
          };
    },
  ),
  mistake(
    'version-unknown',
    'named a version that there is not',
    ['unsupported_version'],
    ({ call, note: { got = '' } }) => ({
      finding: `There is no version ${got.slice(0, 40)}; there is ${versionsOf(call).join(', ')}.`,
      next: [hint('Send:', `${nameOf(call, 'version')}: ${versionsOf(call)[0] ?? ''}`)],
    }),
  ),
  mistake('developer-missing', 'did not name the developer', ['missing_developer'], ({ call }) => ({
    finding: `The request does not say which developer made it; ${nameOf(call, 'developer')} must.`,
    next: [hint('Send:', `${nameOf(call, 'developer')}: ${[...call.world.contract.developers.keys()][0] ?? ''}`)],
  })),
  mistake(
    'developer-unknown',
    'named a developer that there is not',
    ['unknown_developer'],
    ({ call, note: { got = '' } }) => ({
      finding: `No developer is called ${got.slice(0, 80)}; there is ${[...call.world.contract.developers.keys()].join(', ')}.`,
      next: [hint('Send:', `${nameOf(call, 'developer')}: ${[...call.world.contract.developers.keys()][0] ?? ''}`)],
    }),
  ),
  mistake('origin-missing', 'sent no Origin to an operation for web pages', ['missing_origin'], ({ call }) => ({
    finding: 'The key is for web pages, whose browser sends Origin by itself; what came is from no page.',
    next: [
      hint('From a script, send one that is on the list:', `Origin: ${originsOf(call)[0] ?? 'https://…'}`),
      hint('On a server, use a key for servers:', `tollgate creds ${call.world.contract.name}`),
    ],
  })),
  mistake(
    'origin-subdomain',
    'called from another subdomain than is on the list',
    ['origin_not_allowed'],
    ({ call, note: { got = '' } }) => {
      const host = URL.canParse(got) ? new URL(got).hostname : got;
      const near = originsOf(call).find(
        (one) => !one.startsWith('.') && (host.endsWith(`.${one}`) || one.endsWith(`.${host}`)),
      );
      return near === undefined
        ? undefined
        : {
            finding: `${near} is on the list, and ${host} is another host; ".${near}" would let in every subdomain.`,
            compared: compared(near, host),
            next: [allowOrigin(call, got)],
          };
    },
  ),
  mistake('origin-null', 'called from a page that has no origin', ['origin_not_allowed'], ({ note }) =>
    note.got === 'null'
      ? {
          finding: 'The page has no origin: it was opened from a file, or stands in a sandboxed frame.',
          next: [hint('Serve it:', 'npx serve .')],
        }
      : undefined,
  ),
  mistake(
    'origin-not-listed',
    'called from an origin that is not on the list',
    ['origin_not_allowed'],
    ({ call, note: { got = '' } }) => ({
      finding: `The origin ${got.slice(0, 120)} is not on the list: ${originsOf(call).join(', ')}.`,
      next: [allowOrigin(call, got)],
    }),
  ),
];
