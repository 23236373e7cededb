/** Servers that let the wrong pages in, or none. */
import { chain } from '../../mock/state/awaitable.ts';
import type { Call } from '../../mock/request/call.ts';
import { rateLimitGuard } from '../../mock/pipeline/guards/rate-limit-guard.ts';
import type { Reply } from '../../mock/pipeline/reply.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { mutants } from './mutant.ts';
import { withCall } from './wrap/wrap-call.ts';
import { has } from './wrap/breakable-contracts.ts';
import { always, both, headerAs, ofAction, refusedWith, replying, succeeded, without } from './wrap/wrap-reply.ts';

const ORIGIN = 'access-control-allow-origin';

const isPreflight = ({ operation }: Call): boolean => operation.id === 'preflight';

const isRefused = (call: Call, { refusal }: Reply): boolean => refusal !== undefined && !isPreflight(call);

/** Whatever origin asks is let in. */
const reflected =
  (...more: Reply['headers']) =>
  (
    reply: Reply,
    {
      request: {
        headers: { origin },
      },
    }: Call,
  ): Partial<Reply> =>
    typeof origin === 'string'
      ? { headers: [...reply.headers.filter(({ name }) => name !== ORIGIN), { name: ORIGIN, value: origin }, ...more] }
      : {};

const rule = ({ document }: CompiledContract): boolean => document['x-cors'] !== undefined;
const listed = ({ document }: CompiledContract): boolean => document['x-cors']?.origins === 'listed';

/** The operation that a page asks about is charged for the question. */
const charged: Seams = {
  reply: (call, reply) => {
    const asked = isPreflight(call)
      ? call.world.contract.operations.find(({ path }) =>
          new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(call.request.path),
        )
      : undefined;
    if (asked === undefined) return reply;
    return chain(
      rateLimitGuard(withCall(call, { operation: asked })),
      (refusal): Reply => (refusal === undefined ? reply : { ...reply, status: 429 }),
    );
  },
};

export const CORS = mutants(rule, [
  {
    id: 'cors.no-preflight',
    title: 'What a browser asks first is a wrong method.',
    killedBy: ['cors.preflight'],
    seams: replying(isPreflight, () => ({ status: 405 })),
  },
  {
    id: 'cors.preflight-authenticated',
    title: 'What a browser asks first needs a credential.',
    killedBy: ['cors.preflight'],
    seams: replying(isPreflight, () => ({ status: 401 })),
  },
  {
    id: 'cors.preflight-charged',
    title: 'What a browser asks first counts against the quota.',
    applies: ({ operations }) => operations.some(({ rateLimit }) => rateLimit !== undefined),
    killedBy: ['cors.preflight-is-free'],
    seams: charged,
  },
  {
    id: 'cors.any-origin',
    title: 'Pages of any origin are let in.',
    applies: listed,
    killedBy: ['cors.preflight-elsewhere'],
    seams: replying(always, reflected()),
  },
  {
    id: 'cors.any-origin-with-cookies',
    title: "Pages of any origin are let in, with the browser's cookies.",
    killedBy: ['cors.credentials'],
    seams: replying(always, reflected({ name: 'access-control-allow-credentials', value: 'true' })),
  },
  {
    id: 'cors.no-origin-let-in',
    title: 'No page is told that it may call.',
    killedBy: ['cors.preflight'],
    seams: replying(isPreflight, without(ORIGIN)),
  },
  {
    id: 'cors.headers-forgotten',
    title: 'Pages may send no header of the API.',
    killedBy: ['cors.preflight'],
    seams: replying(
      isPreflight,
      headerAs('access-control-allow-headers', () => 'content-type'),
    ),
  },
  {
    id: 'cors.answers-closed',
    title: 'Pages cannot read answers.',
    killedBy: ['cors.answer'],
    seams: replying(
      both(succeeded, (call) => !isPreflight(call)),
      without(ORIGIN),
    ),
  },
  {
    id: 'cors.refusals-closed',
    title: 'Pages cannot read refusals.',
    killedBy: ['cors.refusal'],
    seams: replying(isRefused, without(ORIGIN)),
  },
  {
    id: 'cors.quota-hidden',
    title: 'Pages cannot read what is left of their quota.',
    applies: ({ operations }) =>
      operations.some(({ answers }) =>
        answers.some(({ headers }) => headers.some(({ value }) => 'fact' in value && value.fact === 'rate.remaining')),
      ),
    killedBy: ['cors.exposed'],
    seams: replying(always, without('access-control-expose-headers')),
  },
  {
    id: 'cors.vary-missing',
    title: 'Caches are not told that an answer is for one origin.',
    applies: listed,
    killedBy: ['cors.vary'],
    seams: replying(always, without('vary')),
  },
]);

export const CORS_OF_PEOPLE = mutants(has('authorize'), [
  {
    id: 'cors.authorization-endpoint-open',
    title: 'Pages may call the authorization endpoint from their scripts.',
    killedBy: ['cors.authorization-endpoint'],
    seams: replying(ofAction('authorize'), reflected()),
  },
]);

export const CONTENT_TYPE = mutants(
  ({ operations }) => operations.some(({ contentType }) => contentType !== undefined),
  [
    {
      id: 'content-type.not-wanted',
      title: 'A request without Content-Type is served.',
      killedBy: ['content-type.missing'],
      seams: replying(refusedWith('unsupported_media_type'), () => ({ status: 200 })),
    },
  ],
);
