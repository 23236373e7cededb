/**
 * What a browser needs to be told before and after a page's request.
 *
 * @see [Fetch §3.3](https://fetch.spec.whatwg.org/#http-cors-protocol)
 */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { changes } from '../common/find-operations.ts';
import { validRequest, withHeader } from '../common/change-request.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';
import { RATE_FACTS, rateHeader } from '../derived/support/read-quota.ts';
import { CORS, listOf, sentHeaders, subjectOf } from './cors-subject.ts';
import type { Subject } from './cors-subject.ts';

const FETCH = { standard: 'Fetch §3.3', url: 'https://fetch.spec.whatwg.org/#http-cors-protocol' } as const;

/** What a browser sends before the request: no credential, and no body. */
async function preflight(
  context: Context,
  { method, path, query, headers }: RequestParts,
  origin: string,
): Promise<{ readonly exchange: Exchange; readonly sends: readonly string[] }> {
  const sends = sentHeaders(headers);
  const exchange = await context.send({
    method: 'OPTIONS',
    path,
    query,
    body: undefined,
    headers: [
      ['Origin', origin],
      ['Access-Control-Request-Method', method],
      ['Access-Control-Request-Headers', sends.join(',')],
    ],
  });
  return { exchange, sends };
}

const allowedOrigin = ({ answerHeaders }: Exchange): string | undefined => answerHeaders['access-control-allow-origin'];

const lets = (exchange: Exchange, origin: string): boolean =>
  allowedOrigin(exchange) === origin || allowedOrigin(exchange) === '*';

/** The answer can be read by the page. */
function expectReadable(context: Context, exchange: Exchange, origin: string): void {
  context.expect.header(exchange, 'access-control-allow-origin', () => lets(exchange, origin), `${origin} or *`);
}

/** Methods that a browser sends without being allowed to. */
const SIMPLE = ['GET', 'HEAD', 'POST'];

const tellsQuota = (operation: CompiledOperation): readonly string[] => [
  ...RATE_FACTS.flatMap((fact) => rateHeader(operation.answers[0] ?? { headers: [] }, fact) ?? []),
];

const from = async (context: Context, { operation }: Subject, origin: string): Promise<Exchange> =>
  context.send(withHeader(await validRequest(context, operation), 'origin', origin));

export const pages: CheckFamily = ({ contract }) => {
  const subject = subjectOf(contract);
  if (subject === undefined) return [];
  const { operation, origin, stranger } = subject;
  const basis = basisOf(contract, CORS, { standard: FETCH });
  const about = { ...basis, needs: changes(operation) };
  const exposed = tellsQuota(operation);
  return [
    rule({
      id: `cors.preflight:${operation.id}`,
      title: 'A browser that asks whether a page may call is told that it may, without a credential',
      ...basis,
      async run(context: Context) {
        const { exchange, sends } = await preflight(context, await validRequest(context, operation), origin);
        context.expect.that(
          exchange.status >= 200 && exchange.status < 300,
          'a status of success (2xx): with any other the browser does not send the request',
          `${exchange.status}`,
          exchange,
        );
        expectReadable(context, exchange, origin);
        const methods = listOf(exchange.answerHeaders['access-control-allow-methods']);
        context.expect.that(
          SIMPLE.includes(operation.method) ||
            methods.includes('*') ||
            methods.includes(operation.method.toLowerCase()),
          `Access-Control-Allow-Methods with ${operation.method}`,
          methods.join(', '),
          exchange,
        );
        const allowed = listOf(exchange.answerHeaders['access-control-allow-headers']);
        // The star does not stand for Authorization.
        const missing = sends.filter(
          (name) => !allowed.includes(name) && !(allowed.includes('*') && name !== 'authorization'),
        );
        context.expect.that(
          missing.length === 0,
          `Access-Control-Allow-Headers with ${sends.join(', ')}`,
          `no ${missing.join(', ')}`,
          exchange,
        );
      },
    }),
    ...(stranger === undefined
      ? []
      : [
          rule({
            id: `cors.preflight-elsewhere:${operation.id}`,
            title: 'A browser that asks for a page of another origin is not told that it may call',
            ...basis,
            async run(context: Context) {
              const { exchange } = await preflight(context, await validRequest(context, operation), stranger);
              context.expect.header(
                exchange,
                'access-control-allow-origin',
                () => !lets(exchange, stranger),
                `none that lets ${stranger} in`,
              );
            },
          }),
        ]),
    rule({
      id: `cors.answer:${operation.id}`,
      title: 'A page may read the answer to its request',
      ...about,
      async run(context: Context) {
        const exchange = await from(context, subject, origin);
        context.expect.success(exchange, operation);
        expectReadable(context, exchange, origin);
      },
    }),
    ...(exposed.length === 0
      ? []
      : [
          rule({
            id: `cors.exposed:${operation.id}`,
            title: 'A page may read how much of its quota is left',
            ...about,
            async run(context: Context) {
              const exchange = await from(context, subject, origin);
              const names = listOf(exchange.answerHeaders['access-control-expose-headers']);
              const hidden = exposed.filter((name) => !names.includes(name.toLowerCase()) && !names.includes('*'));
              context.expect.that(
                hidden.length === 0,
                `Access-Control-Expose-Headers with ${exposed.join(', ')}`,
                `no ${hidden.join(', ')}`,
                exchange,
              );
            },
          }),
        ]),
    rule({
      id: `cors.refusal:${operation.id}`,
      title: 'A page may read why it is refused',
      ...basis,
      async run(context: Context) {
        const parts = await context.request(operation);
        const bad = operation.requirements[0]!.method.parts.reduce(
          (rest, part) =>
            part.in === 'header' || part.in === 'authorization'
              ? withHeader(
                  rest,
                  part.in === 'authorization' ? 'authorization' : part.name,
                  part.in === 'authorization' ? `${part.name} no-such-token` : 'no-such-key',
                )
              : rest,
          parts,
        );
        const exchange = await context.send(withHeader(bad, 'origin', origin));
        context.expect.that(
          exchange.status >= 400 && exchange.status < 500,
          'a refusal (4xx)',
          `${exchange.status}`,
          exchange,
        );
        expectReadable(context, exchange, origin);
      },
    }),
    rule({
      id: `cors.credentials:${operation.id}`,
      title: "No page of any origin is let in with the browser's own cookies",
      ...about,
      async run(context: Context) {
        const anybody = stranger ?? origin;
        const parts = await validRequest(context, operation);
        for (const exchange of [
          (await preflight(context, parts, anybody)).exchange,
          await context.send(withHeader(parts, 'origin', anybody)),
        ]) {
          const withCookies =
            exchange.answerHeaders['access-control-allow-credentials'] === 'true' && lets(exchange, anybody);
          context.expect.that(!withCookies, `no Access-Control-Allow-Credentials for ${anybody}`, 'true', exchange);
        }
      },
    }),
    rule({
      id: `cors.vary:${operation.id}`,
      title: 'Where one origin is named, caches are told that the answer is for it alone',
      ...basis,
      level: 'should',
      async run(context: Context) {
        const exchange = await from(context, subject, origin);
        if (allowedOrigin(exchange) === '*') context.notRun('every origin is allowed (*), whichever asks');
        context.expect.header(
          exchange,
          'vary',
          (value) => listOf(value).some((name) => name === 'origin' || name === '*'),
          'Origin',
        );
      },
    }),
    ...(operation.rateLimit === undefined
      ? []
      : [
          rule({
            id: `cors.preflight-is-free:${operation.id}`,
            title: 'What a browser asks first takes nothing from a quota',
            ...basis,
            needs: ['control'],
            async run(context: Context) {
              await context.clock.freeze();
              const request = withHeader(await validRequest(context, operation), 'origin', origin);
              await context.settings({ rate_limits: { [operation.rateLimit!]: { limit: 1, window_seconds: 60 } } });
              for (let i = 0; i < 3; i++) {
                const { exchange } = await preflight(context, request, origin);
                context.expect.that(
                  exchange.status >= 200 && exchange.status < 300,
                  'a status of success (2xx)',
                  `${exchange.status}`,
                  exchange,
                );
              }
              const exchange = await context.send(request, { impatient: true });
              context.expect.that(
                exchange.status !== 429,
                'the whole quota left after three questions of a browser',
                '429',
                exchange,
              );
            },
          }),
        ]),
  ];
};
