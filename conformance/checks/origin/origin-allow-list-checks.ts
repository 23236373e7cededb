/** Origins on and off the allow-list: hosts are compared, whole. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Evidence } from '../../../specs/generated/vocabulary.ts';
import { easiest } from '../common/find-operations.ts';
import { named, validRequest, withHeader, withIdentifier, withQuery } from '../common/change-request.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';

interface Subject {
  readonly contract: CompiledContract;
  readonly operation: CompiledOperation;
  /** A host that stands on the list as it is. */
  readonly host: string | undefined;
  /** A domain whose subdomains stand on the list: `example.com` for `.example.com`. */
  readonly domain: string | undefined;
  readonly pointer: string;
}

function subjectOf(contract: CompiledContract): Subject | undefined {
  const operation = easiest(contract.operations.filter((candidate) => named(candidate, 'origin')));
  const parameter = operation?.identifiers.find(({ identifier }) => identifier?.kind === 'origin');
  if (operation === undefined || parameter === undefined) return undefined;
  const allow = (parameter.identifier?.allow ?? []).filter((entry) => entry !== '*');
  return {
    contract,
    operation,
    host: allow.find((entry) => !entry.startsWith('.') && entry.includes('.')),
    domain: allow.find((entry) => entry.startsWith('.'))?.slice(1),
    pointer: parameter.pointer,
  };
}

async function from(context: Context, { operation }: Subject, origin: string | undefined): Promise<Exchange> {
  return context.send(withIdentifier(await validRequest(context, operation), operation, 'origin', origin));
}

interface Variant {
  readonly id: string;
  readonly title: string;
  readonly origin: (host: string) => string;
  readonly good: boolean;
  readonly evidence: Evidence;
}

const OF_HOST: readonly Variant[] = [
  { id: 'bare', title: 'The host alone is an allowed origin', origin: (host) => host, good: true, evidence: 'sample' },
  {
    id: 'https',
    title: 'The host with https is an allowed origin, as browsers send it',
    origin: (host) => `https://${host}`,
    good: true,
    evidence: 'documented',
  },
  {
    id: 'port',
    title: 'The host with a port is an allowed origin: hosts are compared',
    origin: (host) => `https://${host}:8443`,
    good: true,
    evidence: 'assumed',
  },
  {
    id: 'http',
    title: 'The host with http is an allowed origin: hosts are compared',
    origin: (host) => `http://${host}`,
    good: true,
    evidence: 'assumed',
  },
  {
    id: 'upper-case',
    title: "The host's letters may be large: hosts have no case",
    origin: (host) => `https://${host.toUpperCase()}`,
    good: true,
    evidence: 'assumed',
  },
  {
    id: 'suffix',
    title: 'A host that goes on after the allowed one is refused',
    origin: (host) => `https://${host}.evil.test`,
    good: false,
    evidence: 'documented',
  },
  {
    id: 'prefix',
    title: 'A host that ends like the allowed one is refused',
    origin: (host) => `https://evil${host}`,
    good: false,
    evidence: 'documented',
  },
  {
    id: 'subdomain',
    title: 'A subdomain of a host that stands alone on the list is refused',
    origin: (host) => `https://sub.${host}`,
    good: false,
    evidence: 'public',
  },
  {
    id: 'userinfo',
    title: 'A host in front of an @ is refused',
    origin: (host) => `https://${host}@evil.test`,
    good: false,
    evidence: 'documented',
  },
  {
    id: 'path',
    title: 'A host in the path of another origin is refused',
    origin: (host) => `https://evil.test/${host}`,
    good: false,
    evidence: 'documented',
  },
  {
    id: 'other',
    title: 'A host that is not on the list is refused',
    origin: () => 'https://not-on-the-list.test',
    good: false,
    evidence: 'documented',
  },
  { id: 'null', title: 'The origin null is refused', origin: () => 'null', good: false, evidence: 'documented' },
];

const OF_DOMAIN: readonly Variant[] = [
  {
    id: 'www',
    title: 'The www host is a subdomain of the listed domain',
    origin: (domain) => `https://www.${domain}`,
    good: true,
    evidence: 'public',
  },
  {
    id: 'deep-subdomain',
    title: 'A subdomain of a subdomain is one of the listed domain',
    origin: (domain) => `https://a.b.${domain}`,
    good: true,
    evidence: 'public',
  },
  {
    id: 'domain-itself',
    title: 'A domain listed with a dot does not stand for itself',
    origin: (domain) => `https://${domain}`,
    good: false,
    evidence: 'assumed',
  },
  {
    id: 'domain-lookalike',
    title: 'A host that only ends like the listed domain is refused',
    origin: (domain) => `https://not${domain}`,
    good: false,
    evidence: 'public',
  },
];

async function judge(context: Context, subject: Subject, { good }: Variant, origin: string): Promise<void> {
  const exchange = await from(context, subject, origin);
  if (good) context.expect.success(exchange, subject.operation);
  else refused(context, exchange, subject.operation, 'origin_not_allowed');
}

function variants(subject: Subject): readonly Check[] {
  const { contract, operation, host, domain, pointer } = subject;
  const pairs = [
    ...(host === undefined ? [] : OF_HOST.map((variant) => [variant, host] as const)),
    ...(domain === undefined ? [] : OF_DOMAIN.map((variant) => [variant, domain] as const)),
  ];
  return pairs.map(([variant, name]) =>
    rule({
      id: `origin.${variant.id}:${operation.id}`,
      title: variant.title,
      ...basisOf(contract, pointer, { evidence: variant.evidence }),
      run: (context) => judge(context, subject, variant, variant.origin(name)),
    }),
  );
}

export const allowLists: CheckFamily = ({ contract }) => {
  const subject = subjectOf(contract);
  if (subject === undefined) return [];
  const { operation, pointer, host } = subject;
  return [
    ...variants(subject),
    rule({
      id: `origin.any:${operation.id}`,
      title: 'A star on the list lets every origin in',
      ...basisOf(contract, pointer, { evidence: 'public' }),
      needs: ['control'],
      async run(context: Context) {
        await context.settings({ origins: ['*'] });
        context.expect.success(await from(context, subject, 'https://anybody.test'), operation);
      },
    }),
    ...(host === undefined
      ? []
      : [
          rule({
            id: `origin.elsewhere:${operation.id}`,
            title: 'An allowed origin in a place where browsers do not put it is none',
            ...basisOf(contract, pointer, { evidence: 'assumed' }),
            async run(context: Context) {
              const request = withIdentifier(await validRequest(context, operation), operation, 'origin', undefined);
              const none = ['missing_origin', 'origin_not_allowed'] as const;
              const good = `https://${host}`;
              for (const [name, value] of [
                ['Referer', `${good}/page`],
                ['X-Origin', good],
                ['X-Forwarded-Host', host],
              ] as const)
                refused(
                  context,
                  await context.send(withHeader(request, name, value)),
                  operation,
                  none,
                  `${name} is none`,
                );
              refused(context, await context.send(withQuery(request, 'origin', good)), operation, none);
              const evil = 'https://evil.test';
              for (const value of [`${evil}, ${good}`, `${good}, ${evil}`, `${good} ${evil}`])
                refused(
                  context,
                  await context.send(withHeader(request, 'Origin', value)),
                  operation,
                  none,
                  'a request has one origin',
                );
            },
          }),
        ]),
    rule({
      id: `origin.empty-list:${operation.id}`,
      title: 'An empty list lets no origin in',
      ...basisOf(contract, pointer, { evidence: 'assumed' }),
      needs: ['control'],
      async run(context: Context) {
        const request = await validRequest(context, operation);
        await context.settings({ origins: [] });
        refused(context, await context.send(request), operation, 'origin_not_allowed');
      },
    }),
  ];
};
