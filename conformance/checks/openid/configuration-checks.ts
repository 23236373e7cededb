/** What the configuration of an OpenID provider has to say. */
import { readDocument } from '../oauth/json-document.ts';
import { show } from '../oauth/judge-answer.ts';
import type { Context } from '../../check-context.ts';
import { openid, openidFamily } from './openid-check.ts';

const ALGORITHM = openid('Discovery', '3', 'ProviderMetadata', 'The algorithm RS256 MUST be included.');
const ISSUER = openid(
  'Discovery',
  '4.3',
  'ProviderConfigurationValidation',
  'The issuer value returned MUST be identical to the Issuer URL that was used as the prefix to /.well-known/openid-configuration to retrieve the configuration information.',
);

const MEMBERS = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'response_types_supported',
  'subject_types_supported',
  'id_token_signing_alg_values_supported',
];

export const configurations = openidFamily((subject) => {
  const operation = subject.metadata?.operation;
  if (operation === undefined) return [];
  const about = operation.pointer;
  return [
    {
      id: 'configuration',
      title: 'The configuration has every member that it must have, RS256 among the algorithms',
      citation: ALGORITHM,
      about,
      async run(context: Context) {
        const { exchange, body } = await readDocument(context, operation);
        const missing = MEMBERS.filter((name) => body[name] === undefined);
        context.expect.that(
          missing.length === 0,
          `members ${MEMBERS.join(', ')}`,
          `no ${missing.join(', ')}`,
          exchange,
        );
        const algorithms = body['id_token_signing_alg_values_supported'];
        context.expect.that(
          Array.isArray(algorithms) && algorithms.includes('RS256'),
          'RS256 among id_token_signing_alg_values_supported',
          show(algorithms),
          exchange,
        );
        const types = body['subject_types_supported'];
        const wanted = subject.openid.subject_types ?? ['public'];
        context.expect.that(
          Array.isArray(types) &&
            types.length > 0 &&
            (!context.target.isMock || types.map(String).sort().join(' ') === [...wanted].sort().join(' ')),
          `subject_types_supported ${wanted.join(' ')}`,
          show(types),
          exchange,
        );
      },
    },
    {
      id: 'configuration-issuer',
      title: 'The issuer of the configuration is the URL that it was asked of',
      citation: ISSUER,
      about,
      async run(context: Context) {
        const { exchange, body } = await readDocument(context, operation);
        const { baseUrl } = context.target;
        context.expect.that(
          typeof body['issuer'] === 'string' && body['issuer'].replace(/\/$/, '') === baseUrl.replace(/\/$/, ''),
          `issuer ${baseUrl}`,
          show(body['issuer']),
          exchange,
        );
      },
    },
  ];
});
