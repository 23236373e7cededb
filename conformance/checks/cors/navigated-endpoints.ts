/**
 * Endpoints that a browser is sent to are not for scripts. @see [RFC 9700
 * §2.6](https://www.rfc-editor.org/rfc/rfc9700#section-2.6)
 */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { actions } from '../common/find-operations.ts';
import { rule } from '../common/scenario-check.ts';

const CITATION = {
  standard: 'RFC 9700 §2.6',
  url: 'https://www.rfc-editor.org/rfc/rfc9700#section-2.6',
  quote:
    'CORS MUST NOT be supported at the authorization endpoint, as the client does not access this endpoint directly; instead, the client redirects the user agent to it.',
} as const;

const PAGE = 'https://a-page.test';

export const people: CheckFamily = ({ contract }) =>
  actions(contract, 'authorize').map((operation) =>
    rule({
      id: `cors.authorization-endpoint:${operation.id}`,
      title: 'No page may call the authorization endpoint from its scripts',
      evidence: 'standard',
      citation: CITATION,
      async run(context: Context) {
        const parts = await context.request(operation);
        for (const exchange of [
          await context.send({ ...parts, headers: [...parts.headers, ['Origin', PAGE]] }),
          await context.send({
            ...parts,
            method: 'OPTIONS',
            headers: [
              ['Origin', PAGE],
              ['Access-Control-Request-Method', 'GET'],
            ],
            body: undefined,
          }),
        ]) {
          const allowed = exchange.answerHeaders['access-control-allow-origin'];
          context.expect.that(
            allowed === undefined || exchange.status === 405,
            'no Access-Control-Allow-Origin',
            allowed ?? '',
            exchange,
          );
        }
      },
    }),
  );
