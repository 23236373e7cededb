/** Registrations of clients: in another form, of what the contract has not, too many, or by another token. */
import { capital } from '../../contract/capital.ts';
import { mistake } from '../mistake.ts';
import type { Found, Mistake, Refused } from '../mistake.ts';
import { mediaType } from '../../request/media-type.ts';
import { baseOf, hint, resetSandbox } from '../words.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';

/** At the endpoints of registrations alone. */
const at = (
  name: string,
  what: string,
  failures: readonly Failure[],
  recognise: (refused: Refused) => Found | undefined,
): Mistake =>
  mistake(name, what, failures, (refused) =>
    refused.call.operation.action.type.startsWith('client.') ? recognise(refused) : undefined,
  );

const sentence = (text: string): string => `${capital(text)}.`;

const registers = ({ call }: Refused): boolean => call.operation.action.type === 'client.register';

export const REGISTRATION: readonly Mistake[] = [
  at(
    'registration-form',
    'registered a client by a form instead of JSON',
    ['unsupported_media_type', 'malformed_body', 'invalid_client_metadata'],
    ({ call }) =>
      mediaType(call.request.headers['content-type'])?.startsWith('application/x-www-form-urlencoded') === true
        ? {
            finding: 'Client metadata are JSON, and came as a form.',
            next: [
              hint(
                'Send a JSON object:',
                `curl -H 'Content-Type: application/json' -d '{"redirect_uris":["http://localhost:3000/callback"]}' ${baseOf(call)}${call.request.path}`,
              ),
            ],
          }
        : undefined,
  ),
  at(
    'registration-redirect',
    'registered a redirect URI that cannot be one',
    ['unfit_redirect_uri'],
    ({ note: { rule, got } }) => ({
      finding: `${sentence(rule)} What came: ${got ?? 'something else'}.`,
      next: [hint('Register absolute URIs without a fragment:', '"redirect_uris": ["http://localhost:3000/callback"]')],
    }),
  ),
  at(
    'registration-unfit',
    'registered a client as the contract has none',
    ['invalid_client_metadata'],
    ({ note: { rule, got, expected } }) => ({
      finding: `${sentence(rule)} What came: ${got ?? 'something else'}.`,
      next: [hint(expected === undefined ? 'Change or leave out what is named here.' : `Send ${expected}.`)],
    }),
  ),
  at(
    'registration-full',
    'registered more clients than there may be',
    ['too_many_clients'],
    ({ call, note: { got = 'too many', expected = 'fewer' } }) => ({
      finding: `There are ${got} clients besides the contract's own, and there may be ${expected}.`,
      next: [hint('End registrations that nobody needs (RFC 7592 §2.3), or begin anew:', resetSandbox(call))],
    }),
  ),
  at('registration-no-token', 'sent no token to the registration of a client', ['missing_credentials'], (refused) => ({
    finding: registers(refused)
      ? 'Nobody registers here without the initial access token.'
      : 'A registration is managed by the token that came with it.',
    next: [
      hint(
        registers(refused)
          ? 'Send the initial_access_token of the contract:'
          : 'Send the registration_access_token of the answer to the registration:',
        'Authorization: Bearer <token>',
      ),
    ],
  })),
  at(
    'registration-other-token',
    'sent another token to the registration of a client',
    ['invalid_token'],
    (refused) => ({
      finding: `${sentence(refused.note.rule)} What came: ${refused.note.got ?? 'another'}.`,
      next: [
        hint(
          registers(refused)
            ? 'Send the initial_access_token of the contract; access tokens open no registration.'
            : 'Send the registration_access_token of this client; neither its access tokens nor those of other clients will do, and after a deletion or a reset none does.',
        ),
      ],
    }),
  ),
];
